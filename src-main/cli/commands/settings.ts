import type { Cli } from '../cli.ts';
import { AppError } from '../../core/errors.ts';
import { allSettings, settingGroups } from '../../core/settings/settingGroups.ts';
import { hintOf } from '../../core/settings/settingWords.ts';
import type { AddCommand } from '../program.ts';
import { plainText } from '../textWidth.ts';
import { settingsFile } from './settingsFile.ts';
import { trustNames } from '../trustNames.ts';

export const settings: AddCommand = (program, cli) => {
  const group = program.command('settings').description('settings of this home').helpCommand(false);
  group
    .command('list')
    .description('list all settings, each with what it does and its default')
    .action(async () => {
      const answer = await cli.call('getSettings', {});
      cli.answer(answer, listed(answer.settings));
    });
  group
    .command('get')
    .description('print one setting')
    .argument('<name>')
    .action(async (name: string) => {
      const value = valueOf((await cli.call('getSettings', {})).settings, name);
      const words = allSettings.find((one) => one.name === name);
      if (words !== undefined && cli.interactive) cli.say(`${words.label}: ${hintOf(words)}`);
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
  settingsFile(group, cli);
};

/** In the window's groups and words. An agent of another version may have fewer settings, or more. */
function listed(values: Readonly<Record<string, unknown>>): readonly string[] {
  const known = settingGroups.flatMap(([heading, group]) => [
    ...['', `${heading}:`],
    ...group.flatMap((words) => {
      const value = lookUp(values, words.name);
      return [
        `  ${words.name} = ${value === undefined ? '' : plainText(text(value))}`,
        `      ${words.label}. ${hintOf(words)}`,
      ];
    }),
  ]);
  const named = new Set(allSettings.map(({ name }) => name.split('.')[0]));
  const others = Object.entries(values).filter(([name]) => !named.has(name));
  return [...known.slice(1), ...others.map(([name, value]) => `  ${name} = ${plainText(text(value))}`)];
}

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

function valueOf(all: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = lookUp(all, name);
  if (value !== undefined) return value;
  throw new AppError('bad-input', `No setting is called “${name}”.`, {
    hint: 'See latchkey settings list.',
  });
}

/** `endpoints.sso` names a value within a value. */
function lookUp(all: Readonly<Record<string, unknown>>, name: string): unknown {
  let value: unknown = all;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
