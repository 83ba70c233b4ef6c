import type { Output, Progress, SourceView } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import { offerAwsCliSignIn, takeAwsCliSignIn } from '../awsCliSignIn.ts';
import type { Cli } from '../cli.ts';
import { flowOption, type SignInFlow } from '../flowOption.ts';
import { ending } from '../output.ts';
import type { AddCommand } from '../program.ts';
import { showLink } from '../showLink.ts';
import { signInAtSource } from '../sourceSignIn.ts';

interface LoginOptions {
  readonly flow?: SignInFlow;
  readonly browser: boolean;
  readonly replace?: boolean;
  readonly accept?: true;
  readonly awsCli?: true;
}

export const login: AddCommand = (program, cli) => {
  program
    .command('login')
    .description('sign in with your browser')
    .argument('[name]', 'which place or source, where there are several')
    .addOption(flowOption())
    .option('--no-browser', 'print the link and open nothing')
    .option('--replace', 'take another person than before without asking')
    .option('--aws-cli', 'use a sign-in that was made with aws sso login, until its end')
    .option('--accept', 'take another provider or other accounts than before of a company sign-in (SAML)')
    .addHelpText(
      'after',
      '\nA company sign-in (SAML) that has no program of its own takes the SAML response on stdin,' +
        '\nwhile the application does not run: it has a window for that.' +
        '\n\nExamples: latchkey login\n          latchkey login work --no-browser' +
        '\n          latchkey login company < response.txt',
    )
    .action(async (name: string | undefined, options: LoginOptions) => {
      try {
        await signIn(cli, name, options);
      } catch (error) {
        const source = await sourceOf(cli, name, error);
        if (source === undefined) throw error;
        await signInAtSource(cli, source, { browser: options.browser, accept: options.accept === true });
      }
    });
};

async function signIn(cli: Cli, name: string | undefined, options: LoginOptions): Promise<void> {
  const { flow, awsCli, replace = false } = options;
  const taken = awsCli
    ? await takeAwsCliSignIn(cli, name, replace)
    : flow === undefined && (await offerAwsCliSignIn(cli, name, replace));
  const answer = taken || (await signInAtBrowser(cli, name, options));
  cli.answer(answer, []);
  const person = answer.signedInAs === null ? '' : ` as ${answer.signedInAs}`;
  const how = taken ? ' with the AWS CLI’s sign-in' : '';
  cli.say(`Signed in to ${answer.ssoSession}${person}${how} until ${ending(answer.expiresAt)}.`);
}

async function signInAtBrowser(
  cli: Cli,
  name: string | undefined,
  { flow, browser, replace }: LoginOptions,
): Promise<Output<'signIn'>> {
  const finished = new AbortController();
  return cli
    .call(
      'signIn',
      { ssoSession: name, flow, replace },
      { onProgress: listener(cli, browser && cli.interactive, finished.signal) },
    )
    .finally(() => {
      finished.abort();
    });
}

/** The source of this name, where no Identity Center place has it. */
async function sourceOf(cli: Cli, name: string | undefined, error: unknown): Promise<SourceView | undefined> {
  if (name === undefined || !(error instanceof AppError) || error.code !== 'no-such-sso-session')
    return undefined;
  const { sources } = await cli.call('listSources', {});
  return sources.find((one) => one.name === name);
}

/** What is said and asked while the sign-in runs; `finished` ends a question that nobody needs any more. */
function listener(cli: Cli, opens: boolean, finished: AbortSignal): (said: Progress<'signIn'>) => void {
  let shown = '';
  return (said) => {
    // Each link once: a caller who joins a running sign-in may be told twice.
    const news = JSON.stringify(said);
    if (news === shown) return;
    shown = news;
    if (said.kind === 'offline') cli.say('The network is away; waiting for it.');
    else if (said.kind === 'online') cli.say('The network is back.');
    else if (said.kind === 'link') showLink(cli, said, opens);
    else
      answer(cli, said, finished).catch(() => {
        // The sign-in itself says how it ended.
      });
  };
}

async function answer(
  cli: Cli,
  { signInId, before, now }: Extract<Progress<'signIn'>, { kind: 'other-person' }>,
  finished: AbortSignal,
): Promise<void> {
  let replace = false;
  if (cli.interactive) {
    const { askYesNo } = await import('../prompt.ts');
    const signal = AbortSignal.any([cli.signal, finished]);
    replace = await askYesNo(
      { signal, interrupt: cli.interrupt },
      `Before you were ${before}; now ${now} signed in. Replace?`,
    );
  }
  await cli.call('answerSignIn', { signInId, replace }, { mayAsk: false });
}
