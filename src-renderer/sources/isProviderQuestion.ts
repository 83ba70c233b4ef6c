import type { LiveView } from '../../src-main/contract.ts';

type Problem = LiveView['desk']['problems'][number];
export type ProviderQuestion = Problem & { readonly subject: string };

/** An identity provider or accounts that were not there before: the person is asked, which is more than being told. */
export function isProviderQuestion(problem: Problem): problem is ProviderQuestion {
  return problem.about === 'source' && problem.subject !== null && problem.error.code === 'other-provider';
}
