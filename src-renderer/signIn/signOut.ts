import { call } from '../api.ts';
import { problems } from '../problems/problems.svelte.ts';
import { said } from '../said.svelte.ts';

/** Signs out of one sign-in and says what became of it; what goes wrong is in the list of problems. */
export async function signOut(ssoSession: string): Promise<void> {
  try {
    const { signedOut } = await call('signOut', { ssoSession });
    said.say(signedOut.map(sentence).join(' ') || `Nobody was signed in to ${ssoSession}.`);
  } catch (error) {
    problems.report(error, () => void signOut(ssoSession));
  }
}

function sentence(one: {
  readonly ssoSession: string;
  readonly atAws: boolean;
  readonly keysRemoved: number;
  readonly ofAwsCli?: true | undefined;
}): string {
  const { ssoSession, atAws, keysRemoved, ofAwsCli } = one;
  const keys =
    keysRemoved === 0
      ? ''
      : keysRemoved === 1
        ? ' Keys of one profile were taken out.'
        : ` Keys of ${keysRemoved} profiles were taken out.`;
  if (ofAwsCli) return `Signed out of ${ssoSession}.${keys} The AWS CLI stays signed in.`;
  const aws = atAws
    ? ''
    : ' AWS could not be told: what is open in a browser or another program ends by itself.';
  return `Signed out of ${ssoSession}.${keys}${aws}`;
}
