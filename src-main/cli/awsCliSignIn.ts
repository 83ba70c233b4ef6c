import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';

type SignedIn = Output<'takeAwsCliSignIn'>;

/** Where a person signed in with `aws sso login`: asks whether to use that. Undefined when the usual sign-in is to follow. */
export async function offerAwsCliSignIn(
  cli: Cli,
  name: string | undefined,
  replace: boolean,
): Promise<SignedIn | undefined> {
  const { ssoSession, found } = await look(cli, name);
  if (found === null) return undefined;
  const signedIn = `The AWS CLI is signed in to ${ssoSession} until ${clockTime(found.expiresAt)}.`;
  if (!cli.interactive) {
    cli.say(`${signedIn} To use that: latchkey login ${ssoSession} --aws-cli`);
    return undefined;
  }
  const { askYesNo } = await import('./prompt.ts');
  if (!(await askYesNo(cli, `${signedIn} Use that?`, true))) return undefined;
  try {
    return await takeAwsCliSignIn(cli, ssoSession, replace);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'sign-in-needed') throw error;
    cli.say(error.message);
    return undefined;
  }
}

/** Uses the AWS CLI's sign-in; on a terminal it asks before another person is replaced. @throws AppError */
export async function takeAwsCliSignIn(
  cli: Cli,
  name: string | undefined,
  replace: boolean,
): Promise<SignedIn> {
  try {
    return await cli.call('takeAwsCliSignIn', { ssoSession: name, ...(replace && { replace }) });
  } catch (error) {
    const isOther = error instanceof AppError && error.code === 'other-person';
    if (!isOther || replace || !cli.interactive) throw error;
    const { askYesNo } = await import('./prompt.ts');
    if (!(await askYesNo(cli, `${error.message} Replace?`))) throw error;
    return takeAwsCliSignIn(cli, name, true);
  }
}

/** What is wrong with the name, or with the agent, the usual sign-in says. */
async function look(cli: Cli, name: string | undefined): Promise<Output<'awsCliSignIn'>> {
  try {
    return await cli.call('awsCliSignIn', { ssoSession: name }, { mayAsk: false });
  } catch {
    return { ssoSession: '', found: null };
  }
}

/** Hours and minutes here: these sign-ins end within hours. */
function clockTime(iso: string): string {
  const at = new Date(iso);
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
