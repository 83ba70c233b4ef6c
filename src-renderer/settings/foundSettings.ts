import { folded } from '../../src-main/core/folded.ts';
import { wordsOf } from '../../src-main/core/search.ts';
import { settingGroups } from '../../src-main/core/settings/settingGroups.ts';
import { hintOf, type SettingWords } from '../../src-main/core/settings/settingWords.ts';

type Groups = typeof settingGroups;

const texts = new Map(
  settingGroups.flatMap(([heading, settings]) => settings.map((one) => [one.name, textOf(heading, one)])),
);

/** The settings that all words typed stand in: the label, what it does, its choices, its group, other words for it. */
export function foundSettings(typed: string): Groups {
  const words = wordsOf(typed);
  return settingGroups
    .map(([heading, settings]) => {
      const found = settings.filter(({ name }) => words.every((word) => texts.get(name)?.includes(word)));
      return [heading, found] as const;
    })
    .filter(([, settings]) => settings.length > 0);
}

function textOf(heading: string, setting: SettingWords): string {
  const { name, label, words = '' } = setting;
  const choices = setting.kind === 'choice' ? setting.choices.map(([, choice]) => choice).join(' ') : '';
  return folded([heading, name, label, words, hintOf(setting), choices].join(' '));
}
