import { flowOption, type SignInFlow } from '../flowOption.ts';
import type { AddCommand } from '../program.ts';
import { table } from '../output.ts';

export const sso: AddCommand = (program, cli) => {
  const group = program
    .command('sso')
    .description('where you sign in: IAM Identity Center places')
    .helpCommand(false);
  group
    .command('add')
    .description('add a place to sign in')
    .argument('<name>', 'a name of your choice')
    .requiredOption('--start-url <url>', 'the AWS access portal, https://….awsapps.com/start')
    .requiredOption('--region <region>', 'the region of IAM Identity Center')
    .addOption(flowOption())
    .addHelpText(
      'after',
      '\nExample: latchkey sso add work --start-url https://example.awsapps.com/start --region eu-west-1',
    )
    .action(
      async (
        name: string,
        { startUrl, region, flow }: { startUrl: string; region: string; flow?: SignInFlow },
      ) => {
        const answer = await cli.call('addSsoSession', { name, startUrl, region, ...(flow && { flow }) });
        cli.answer(answer, []);
        cli.say(`Added ${name}. Sign in with: latchkey login ${name}`);
      },
    );
  group
    .command('list')
    .description('list the places')
    .action(async () => {
      const answer = await cli.call('listSsoSessions', {});
      const rows = answer.ssoSessions.map(({ name, startUrl, region, flow }) => [
        name,
        startUrl,
        region,
        flow,
      ]);
      cli.answer(answer, table(rows));
      if (rows.length === 0) cli.say('There is none yet. Add one with: latchkey sso add');
    });
  group
    .command('remove')
    .description('forget a place and its profiles')
    .argument('<name>')
    .action(async (name: string) => {
      const answer = await cli.call('removeSsoSession', { name });
      cli.answer(answer, []);
      cli.say(`Removed ${name}. Profiles that went with it: ${answer.profilesRemoved}.`);
    });
};
