import type { LiveView } from '../../src-main/contract.ts';
import { call } from '../api.ts';
import { signInAt } from '../sources/signInAt.ts';
import { unlock } from '../secrets/unlock.svelte.ts';

/** Something that a problem offers to do. */
export interface Remedy {
  readonly label: string;
  readonly act: () => unknown;
}

type DeskProblem = LiveView['desk']['problems'][number];

const worthAgain = new Set([
  'throttled',
  'offline',
  'aws-failed',
  'not-aws',
  'agent-unreachable',
  'internal',
]);

/** What another sign-in at the identity provider can mend. */
const sourceSignIns = new Set(['sign-in-needed', 'sign-in-denied', 'sign-in-expired', 'federation-refused']);

/** What can be done from here about an error; what only says so needs no button. */
export function remediesFor(
  code: string,
  {
    signIns,
    ssoSession,
    source,
    again,
  }: {
    signIns: LiveView['signIns'];
    ssoSession: string | undefined;
    /** Where it is about a source of federation. */
    source?: string | undefined;
    again: (() => unknown) | undefined;
  },
): readonly Remedy[] {
  if (source !== undefined && sourceSignIns.has(code))
    return [{ label: code === 'sign-in-needed' ? 'Sign in' : 'Sign in again', act: () => signInAt(source) }];
  if (code === 'sign-in-needed') return signInRemedies(signIns, ssoSession);
  if (code === 'secrets-locked') return [{ label: 'Unlock', act: unlock.ask }];
  if (worthAgain.has(code) && again !== undefined) return [{ label: 'Try again', act: again }];
  return [];
}

/** Where nobody says which sign-in it is about, those that nobody is signed in to are offered by name. */
function signInRemedies(signIns: LiveView['signIns'], ssoSession: string | undefined): readonly Remedy[] {
  const begin = (name: string) => () => call('beginSignIn', { ssoSession: name });
  if (ssoSession !== undefined) return [{ label: 'Sign in', act: begin(ssoSession) }];
  const over = signIns.filter(({ state }) => state === 'ended' || state === 'signed-out');
  const [first, ...others] = over.length > 0 ? over : signIns;
  if (first === undefined) return [];
  if (others.length === 0) return [{ label: 'Sign in', act: begin(first.ssoSession) }];
  return [first, ...others]
    .slice(0, 3)
    .map((one) => ({ label: `Sign in to ${one.ssoSession}`, act: begin(one.ssoSession) }));
}

/** Does once more what a problem of the desk was about. */
export function againFor({ about, subject }: DeskProblem): () => Promise<unknown> {
  const place = subject === null ? {} : { ssoSession: subject };
  if (about === 'sync') return () => call('beginSync', place);
  if (about === 'source') return () => signInAt(subject ?? '');
  return () => call('beginSignIn', { ssoSession: subject ?? '' });
}
