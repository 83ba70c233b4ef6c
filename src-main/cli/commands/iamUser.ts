import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { commandWords } from '../../core/roles/commandWords.ts';
import { duration } from '../duration.ts';
import { addIamUserRotate } from '../iamUserRotate.ts';
import { longTermKey } from '../longTermKey.ts';
import { table } from '../output.ts';
import { timeLeft } from '../output.ts';
import type { AddCommand } from '../program.ts';

interface UserOptions {
  readonly mfaSerial?: string;
  readonly mfaProcess?: string | false;
  readonly region?: string;
  readonly session?: string;
}

const processFlag = '--mfa-process';
const serialOption = [
  '--mfa-serial <arn>',
  'the MFA device; found by itself where IAM lets the user look',
] as const;
const processOption = [
  `${processFlag} <command>`,
  'a program that prints a code, in quotes; no shell runs it',
] as const;
const regionOption = ['--region <region>', 'where STS is asked'] as const;

export const iamUser: AddCommand = (program, cli) => {
  const group = program
    .command('iam-user')
    .description('IAM users: long-term keys in the keychain, short-lived ones for programs')
    .helpCommand(false);
  addAdd(group, cli);
  addEdit(group, cli);
  addIamUserRotate(group, cli);
  group
    .command('list')
    .description('list the users')
    .action(async () => {
      const answer = await cli.call('listIamUsers', {});
      const rows = answer.iamUsers.map(({ name, accountId, userName, keyId, mfaSerial, mfaUntil }) => [
        name,
        `${accountId}/${userName}`,
        keyId,
        mfaSerial ?? 'no MFA device',
        mfaUntil === null ? '' : `MFA session: ${timeLeft(mfaUntil)}`,
      ]);
      cli.answer(answer, table(rows));
      if (rows.length === 0) cli.say('There is none yet. Add one with: latchkey iam-user add NAME');
    });
  group
    .command('remove')
    .description('forget a user and its keys here; AWS keeps them')
    .argument('<name>')
    .action(async (name: string) => {
      const answer = await cli.call('removeIamUser', { name });
      cli.answer(answer, []);
      cli.say(
        `Removed ${name}. Delivered keys removed: ${answer.keysRemoved}. AWS still takes its access key.`,
      );
    });
};

function addAdd(group: Command, cli: Cli): void {
  group
    .command('add')
    .description('take an access key into the keychain: as JSON on stdin, or typed at the terminal')
    .argument('<name>', 'what you call it')
    .option(...serialOption)
    .option(...processOption)
    .option(...regionOption)
    .addHelpText(
      'after',
      '\nExamples: latchkey iam-user add ada' +
        '\n          latchkey iam-user add ada < key.json       {"AccessKeyId": "…", "SecretAccessKey": "…"}' +
        '\n          latchkey iam-user add ada --mfa-process \'ykman oath accounts code --single "AWS ada"\'',
    )
    .action(async (name: string, { mfaSerial, mfaProcess, region }: UserOptions) => {
      const command = typeof mfaProcess === 'string' ? commandWords(processFlag, mfaProcess) : undefined;
      const key = await longTermKey(cli);
      const answer = await cli.call('addIamUser', { name, ...key, mfaSerial, region });
      if (command !== undefined) await cli.call('setMfaProcess', { name, command });
      const iamUser = { ...answer.iamUser, hasMfaProcess: command !== undefined };
      cli.answer({ iamUser }, []);
      const device = iamUser.mfaSerial === null ? 'no MFA device' : `MFA device ${iamUser.mfaSerial}`;
      cli.say(`Added ${name}: ${iamUser.arn}, ${device}.`);
    });
}

function addEdit(group: Command, cli: Cli): void {
  group
    .command('edit')
    .description('change what is given')
    .argument('<name>')
    .option(...serialOption)
    .option(...processOption)
    .option('--no-mfa-process', 'a person gives the codes again')
    .option(...regionOption)
    .option('--session <time>', 'how long an MFA session lasts: 15m to 36h')
    .addHelpText('after', '\nExample: latchkey iam-user edit ada --session 12h')
    .action(async (name: string, { mfaSerial, mfaProcess, region, session }: UserOptions) => {
      const command = typeof mfaProcess === 'string' ? commandWords(processFlag, mfaProcess) : null;
      const sessionSeconds =
        session === undefined ? undefined : duration('--session', session, { from: 900, to: 36 * 3600 });
      const changes = { name, mfaSerial, region, sessionSeconds };
      if (mfaProcess !== undefined) await cli.call('setMfaProcess', { name, command });
      cli.answer(await cli.call('changeIamUser', changes), []);
      cli.say(`Changed ${name}.`);
    });
}
