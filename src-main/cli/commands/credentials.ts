import { AppError } from '../../core/errors.ts';
import { type AccessOptions, mfaCodeOption, reasonOption } from '../access.ts';
import { namedProfile } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';
import { refuseTerminal } from '../refuseTerminal.ts';

interface CredentialsOptions extends AccessOptions {
  readonly id?: string;
  readonly force?: true;
}

export const credentials: AddCommand = (program, cli) => {
  program
    .command('credentials')
    .description('the credential_process document, for programs; never asks anything')
    .argument('[profile]', 'name or ACCOUNT/ROLE; left out: $LATCHKEY_PROFILE')
    .option('--sso-session <name>', 'which sign-in, where several offer the same')
    .option('--id <id>', 'the id that a delivery wrote')
    .addOption(mfaCodeOption())
    .addOption(reasonOption())
    .option('--force', 'print secrets onto a terminal')
    .addHelpText('after', '\nExample: credential_process = latchkey credentials prod.Admin')
    .action(async (given: string | undefined, options: CredentialsOptions) => {
      const { id, ssoSession, mfaCode, reason, force } = options;
      if (id !== undefined && given !== undefined) {
        throw new AppError('bad-input', 'Either a profile or --id.', { hint: 'Leave one of them out.' });
      }
      if (force !== true) refuseTerminal('latchkey env, or latchkey start');
      const choice = id === undefined ? { profile: namedProfile(cli, given), ssoSession } : { id };
      const issued = await cli.call('credentials', { ...choice, mfaCode, reason }, { mayAsk: false });
      // Version is a number: "1" is refused. Without Expiration an SDK would never ask again.
      const document = {
        Version: 1,
        AccessKeyId: issued.accessKeyId,
        SecretAccessKey: issued.secretAccessKey,
        SessionToken: issued.sessionToken,
        Expiration: issued.expiration,
      };
      process.stdout.write(`${JSON.stringify(document)}\n`);
    });
};
