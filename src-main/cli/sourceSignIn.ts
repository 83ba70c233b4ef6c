import type { Output, SourceView } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import { isTerminal } from './isTerminal.ts';
import { ending } from './output.ts';
import { showLink } from './showLink.ts';

export interface SourceSignInOptions {
  readonly browser: boolean;
  /** Takes a provider or accounts that were not there before. */
  readonly accept: boolean;
}

type SignedIn = Output<'signInSource'>;

/** `login` at a source: by its program or provider, or with the SAML response that a person brings. @throws AppError */
export async function signInAtSource(
  cli: Cli,
  source: SourceView,
  { browser, accept }: SourceSignInOptions,
): Promise<void> {
  const answer = await accepted(cli, source.name, accept, async () => signIn(cli, source, browser));
  cli.answer(answer, []);
  const person = answer.signedInAs === null ? '' : ` as ${answer.signedInAs}`;
  const end = answer.endsAt === null ? '' : ` until ${ending(answer.endsAt)}`;
  const roles =
    answer.roles.length === 0 ? '' : ` It offers ${answer.roles.length} roles: latchkey list ${source.name}`;
  cli.say(`Signed in to ${source.name}${person}${end}.${roles}`);
}

async function signIn(cli: Cli, source: SourceView, browser: boolean): Promise<SignedIn> {
  const { name, from } = source;
  if (from === 'page' || from === 'pasted') {
    const assertion = responseIn(await broughtResponse(cli, source));
    if (assertion !== '') return presented(cli, name, assertion);
  }
  let shown = '';
  return cli.call(
    'signInSource',
    { source: name },
    {
      onProgress: (said) => {
        // Each link once: a caller who joins a running sign-in may be told twice.
        if (said.link === shown) return;
        shown = said.link;
        showLink(cli, said, browser && cli.interactive);
      },
    },
  );
}

async function presented(cli: Cli, source: string, assertion: string): Promise<SignedIn> {
  try {
    return await cli.call('presentAssertion', { source, assertion });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'wrong-door') throw error;
    throw new AppError('wrong-door', 'While the application runs, it takes SAML responses itself.', {
      hint: `Sign in to “${source}” in its window, or paste the response there.`,
    });
  }
}

/** A terminal cuts a line that it edits at 4,096 bytes, and a response is longer: keys are read one by one. */
async function broughtResponse(cli: Cli, { from, where }: SourceView): Promise<string> {
  if (!isTerminal('stdin')) {
    const { readInput } = await import('./readInput.ts');
    return readInput(cli);
  }
  if (!cli.interactive) return '';
  if (from === 'page') cli.say(`The application’s own window signs in at ${where ?? 'its page'}.`);
  const { askSecret } = await import('./prompt.ts');
  return askSecret(cli, 'SAML response (not shown; empty: none):', isWhole);
}

/** Base64 is often wrapped: what is left of a paste would be typed into the shell, and stay in its history. */
function isWhole(text: string): boolean {
  return (
    text === '' || Buffer.from(responseIn(text), 'base64').toString('latin1').trimEnd().endsWith('Response>')
  );
}

/** Base64, bare or as a browser shows the form that was sent. */
function responseIn(text: string): string {
  const field = /(?:^|[\s&])SAMLResponse=([^&\s]+)/.exec(text)?.[1];
  const response = field === undefined ? text : field.replaceAll(/%[\da-f]{2}/gi, decodeURIComponent);
  return response.replaceAll(/\s/g, '');
}

async function accepted(
  cli: Cli,
  name: string,
  accept: boolean,
  attempt: () => Promise<SignedIn>,
): Promise<SignedIn> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'other-provider') throw error;
    if (!accept && !(await agreed(cli, error))) throw error;
    // What came back just now, and nothing that another program put in its place since.
    return cli.call('acceptProvider', { source: name, accepts: [...error.details] });
  }
}

async function agreed(cli: Cli, { message, details }: AppError): Promise<boolean> {
  if (!cli.interactive) return false;
  const { askYesNo } = await import('./prompt.ts');
  for (const line of [message, ...details.map((one) => `  ${one}`)]) cli.say(line);
  return askYesNo(cli, 'Did you expect that? Accept?');
}
