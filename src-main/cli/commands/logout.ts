import type { Cli } from '../cli.ts';
import type { AddCommand } from '../program.ts';

export const logout: AddCommand = (program, cli) => {
  program
    .command('logout')
    .description('sign out, at AWS too, and remove the keys that came from it')
    .argument('[name]', 'which place or source; left out: all places')
    .addHelpText('after', '\nExample: latchkey logout work')
    .action(async (name: string | undefined) => {
      if (name === undefined || !(await isSource(cli, name))) await ofPlaces(cli, name);
      else await ofSource(cli, name);
      cli.say('Keys that programs already hold live until they expire.');
    });
};

async function ofPlaces(cli: Cli, name: string | undefined): Promise<void> {
  const answer = await cli.call('signOut', { ssoSession: name });
  cli.answer(answer, []);
  for (const { ssoSession, atAws, keysRemoved, ofAwsCli } of answer.signedOut) {
    const why = ofAwsCli ? 'the AWS CLI stays signed in' : 'AWS could not be told';
    const reached = atAws ? '' : ` here; ${why}`;
    cli.say(`Signed out of ${ssoSession}${reached}. Delivered keys removed: ${keysRemoved}.`);
  }
  if (answer.signedOut.length === 0) cli.say('Nobody was signed in.');
}

/** An identity provider has no way to be told; what it gave is forgotten here. */
async function ofSource(cli: Cli, source: string): Promise<void> {
  const { keysRemoved } = await cli.call('signOutSource', { source });
  cli.answer({ signedOut: [{ source, keysRemoved }] }, []);
  cli.say(`Signed out of ${source} here. Delivered keys removed: ${keysRemoved}.`);
}

async function isSource(cli: Cli, name: string): Promise<boolean> {
  const { sources } = await cli.call('listSources', {});
  return sources.some((one) => one.name === name);
}
