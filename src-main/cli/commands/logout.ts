import type { AddCommand } from '../program.ts';

export const logout: AddCommand = (program, cli) => {
  program
    .command('logout')
    .description('sign out, at AWS too, and remove the keys that came from it')
    .argument('[name]', 'which place; left out: all')
    .addHelpText('after', '\nExample: latchkey logout work')
    .action(async (name: string | undefined) => {
      const answer = await cli.call('signOut', { ssoSession: name });
      cli.answer(answer, []);
      for (const { ssoSession, atAws, keysRemoved } of answer.signedOut) {
        const reached = atAws ? '' : ' here; AWS could not be told';
        cli.say(`Signed out of ${ssoSession}${reached}. Delivered keys removed: ${keysRemoved}.`);
      }
      if (answer.signedOut.length === 0) cli.say('Nobody was signed in.');
      cli.say('Keys that programs already hold live until they expire.');
    });
};
