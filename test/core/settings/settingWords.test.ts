import { describe, expect, it } from 'vitest';
import { allSettings } from '../../../src-main/core/settings/settingGroups.ts';
import { hintOf, settingText } from '../../../src-main/core/settings/settingWords.ts';
import { settings, trustSettings, type Settings } from '../../../src-main/core/settings/settings.ts';

/** Lists with commands and pages of their own; and the version. */
const notSettings = ['version', 'ssoSessions', 'iamUsers', 'sources', 'profiles', 'favourites'];

const first = (name: string) => name.split('.')[0] ?? '';

function defaultOf(name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], settings.parse({}));
}

it('every setting of the file has words, once, and no other has', () => {
  const keys = Object.keys(settings.shape).filter((key) => !notSettings.includes(key));
  expect([...new Set(allSettings.map(({ name }) => first(name)))].toSorted()).toEqual(keys.toSorted());
  expect(new Set(allSettings.map(({ name }) => name)).size).toBe(allSettings.length);
  const endpoints = Object.keys(settings.parse({}).endpoints).map((name) => `endpoints.${name}`);
  expect(allSettings.map(({ name }) => name)).toEqual(expect.arrayContaining(endpoints));
});

describe.each(allSettings)('$name', (words) => {
  it('says what it does and its default, in sentences', () => {
    expect(hintOf(words)).toMatch(/^[A-Z].*\. Default: .+\.$/);
    expect(words.label).toMatch(/^[A-Z]/);
  });

  it('is trusted where core says so', () => {
    expect(words.trust === true).toBe(trustSettings.some((name) => name === first(words.name)));
  });

  it('has the default that the file has', () => {
    if (words.kind === 'own') return;
    const text = settingText(words, defaultOf(words.name));
    expect(text).toBe(words.preset);
    if (words.kind === 'choice') {
      const usual = words.choices.find(([value]) => value === text)?.[1] ?? '';
      expect(usual.toLowerCase()).toContain(words.usual.toLowerCase());
    }
  });

  it('offers no choice that the file would refuse', () => {
    const shape = settings.shape[first(words.name) as keyof Settings];
    const offered = words.kind === 'choice' ? words.choices.map(([value]) => value) : [];
    for (const value of offered) {
      const given = ['true', 'false'].includes(value) ? value === 'true' : value;
      expect(shape.safeParse(given).success).toBe(true);
    }
  });
});
