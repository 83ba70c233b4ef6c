import type { Cli } from '../cli.ts';
import { AppError } from '../../core/errors.ts';
import { table } from '../output.ts';
import type { AddCommand } from '../program.ts';
import { trustNames } from '../trustNames.ts';

export const settings: AddCommand = (program, cli) => {
  const group = program.command('settings').description('settings of this home').helpCommand(false);
  group
    .command('list')
    .description('list all settings')
    .action(async () => {
      const answer = await cli.call('getSettings', {});
      cli.answer(answer, table(Object.entries(answer.settings).map(([name, value]) => [name, text(value)])));
    });
  group
    .command('get')
    .description('print one setting')
    .argument('<name>')
    .action(async (name: string) => {
      const value = valueOf((await cli.call('getSettings', {})).settings, name);
      cli.answer({ name, value }, text(value));
    });
  group
    .command('set')
    .description('change one setting')
    .argument('<name>')
    .argument('[value]')
    .option('--unset', 'back to the default')
    .addHelpText(
      'after',
      '\nExamples: latchkey settings set proxy http://proxy.example.com:3128' +
        '\n          latchkey settings set secrets file' +
        '\n          latchkey settings set proxy --unset',
    )
    .action(async (name: string, value: string | undefined, { unset }: { unset?: true }) => {
      if ((value === undefined) !== (unset === true)) {
        throw new AppError('bad-input', 'Give a value, or --unset.', {
          hint: 'latchkey help settings set says how.',
        });
      }
      await set(cli, name, value ?? null);
      const shown = value && withoutPassword(value);
      cli.answer({ name, value: shown ?? null }, []);
      cli.say(shown === undefined ? `${name} is back to its default.` : `${name} is ${shown} now.`);
    });
};

/** A proxy's URL may hold one, and a terminal keeps what it showed. */
function withoutPassword(value: string): string {
  return value.replace(/(:\/\/[^:@/]*):.*@/, '$1:***@');
}

async function set(cli: Cli, name: string, value: string | null): Promise<void> {
  const trusted = trustNames.some((trust) => name === trust || name.startsWith(`${trust}.`));
  if (!trusted) await cli.call('setSetting', { name, value });
  else if (name === 'secrets' && value === 'file' && cli.interactive) {
    const passphrase = await newPassphrase(cli);
    await cli.call('setTrustSetting', { name, value, passphrase });
  } else await cli.call('setTrustSetting', { name, value });
}

async function newPassphrase(cli: Cli): Promise<string> {
  const { askSecret } = await import('../prompt.ts');
  const passphrase = await askSecret(cli, 'New passphrase of the encrypted file:');
  if (passphrase === '') throw new AppError('bad-input', 'An empty passphrase protects nothing.');
  if ((await askSecret(cli, 'The same again:')) === passphrase) return passphrase;
  throw new AppError('bad-input', 'The two passphrases differ.', { hint: 'Nothing was changed; try again.' });
}

/** `endpoints.sso` names a value within a value. */
function valueOf(all: Readonly<Record<string, unknown>>, name: string): unknown {
  let value: unknown = all;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) {
      throw new AppError('bad-input', `No setting is called “${name}”.`, {
        hint: 'See latchkey settings list.',
      });
    }
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
