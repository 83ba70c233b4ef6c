import { settingGroups } from '../../src-main/core/settings/settingGroups.ts';
import type { SettingWords } from '../../src-main/core/settings/settingWords.ts';
import { call } from '../api.ts';
import { problems } from '../problems/problems.svelte.ts';
import { said } from '../said.svelte.ts';
import { shown } from '../shown.svelte.ts';
import type { PaletteCommand } from './commands.ts';

/** Each setting: out of a few it is set at once, else it is shown. Made once: nothing of it changes. */
const all: readonly PaletteCommand[] = settingGroups.flatMap(([heading, settings]) =>
  settings.flatMap((setting) => [jump(setting, heading), ...direct(setting)]),
);

export function settingCommands(): readonly PaletteCommand[] {
  return all;
}

function jump(setting: SettingWords, heading: string): PaletteCommand {
  const { name, label, words = '' } = setting;
  const run = (): void => {
    shown.setting = name;
    shown.settings = true;
  };
  return {
    id: `setting ${name}`,
    title: `${label}…`,
    hint: `Settings, ${heading}`,
    words: `${name} ${words}`,
    run,
  };
}

function direct(setting: SettingWords): readonly PaletteCommand[] {
  if (setting.kind !== 'choice' || setting.trust === true) return [];
  const { name, label, words = '', choices } = setting;
  return choices.map(([value, choice]) => {
    const title = `${label}: ${choice}`;
    return {
      id: `set ${name} ${value}`,
      title,
      hint: 'Setting',
      words,
      run: () => {
        set(name, value, title);
      },
    };
  });
}

function set(name: string, value: string, title: string): void {
  call('setSetting', { name, value }).then(
    () => {
      said.say(`${title}. Saved.`);
    },
    (error: unknown) => {
      problems.report(error, () => {
        set(name, value, title);
      });
    },
  );
}
