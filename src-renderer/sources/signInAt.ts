import { call } from '../api.ts';
import { standing } from '../profiles/standing.svelte.ts';

/** Signs in at a source: on its page, by its program, or with the response that the person copied. */
export async function signInAt(source: string): Promise<void> {
  const pasted = standing.sources.get(source)?.from === 'pasted';
  await call(pasted ? 'pasteAssertion' : 'beginSourceSignIn', { source });
}
