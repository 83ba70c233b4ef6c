import type { Progress } from '../../contract.ts';
import type { Cli } from '../cli.ts';
import { flowOption, type SignInFlow } from '../flowOption.ts';
import { openLink } from '../openLink.ts';
import { ending } from '../output.ts';
import type { AddCommand } from '../program.ts';

interface LoginOptions {
  readonly flow?: SignInFlow;
  readonly browser: boolean;
  readonly replace?: boolean;
}

export const login: AddCommand = (program, cli) => {
  program
    .command('login')
    .description('sign in with your browser')
    .argument('[name]', 'which place, where there are several')
    .addOption(flowOption())
    .option('--no-browser', 'print the link and open nothing')
    .option('--replace', 'take another person than before without asking')
    .addHelpText('after', '\nExamples: latchkey login\n          latchkey login work --no-browser')
    .action(async (name: string | undefined, { flow, browser, replace }: LoginOptions) => {
      const finished = new AbortController();
      const answer = await cli
        .call(
          'signIn',
          { ssoSession: name, flow, replace },
          { onProgress: listener(cli, browser && cli.interactive, finished.signal) },
        )
        .finally(() => {
          finished.abort();
        });
      cli.answer(answer, []);
      const person = answer.signedInAs === null ? '' : ` as ${answer.signedInAs}`;
      cli.say(`Signed in to ${answer.ssoSession}${person} until ${ending(answer.expiresAt)}.`);
    });
};

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

function showLink(
  cli: Cli,
  { userCode, link }: Extract<Progress<'signIn'>, { kind: 'link' }>,
  opens: boolean,
): void {
  if (userCode !== null) cli.say(`Code: ${userCode}`);
  cli.say(`Link: ${link}`);
  if (userCode !== null) cli.say('Compare the code with the one in the browser before you allow it.');
  if (!opens) return;
  openLink(cli, link).catch(() => {
    cli.say('The browser could not be opened: open the link yourself.');
  });
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
