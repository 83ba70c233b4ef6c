import { call } from '../api.ts';
import { problems } from '../problems/problems.svelte.ts';
import { said } from '../said.svelte.ts';

/** Signs out at a source and says so; what goes wrong is among the problems. */
export async function signOutAt(source: string): Promise<void> {
  try {
    await call('signOutSource', { source });
    said.say(`Signed out of ${source}`);
  } catch (error) {
    problems.report(error);
  }
}
