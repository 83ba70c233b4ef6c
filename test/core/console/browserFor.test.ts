import { describe, expect, it } from 'vitest';
import { browserChoice, type BrowserRule } from '../../../src-main/core/console/browserChoice.ts';
import { browserFor } from '../../../src-main/core/console/browserFor.ts';
import { browserTrouble } from '../../../src-main/core/console/browserTrouble.ts';
import { browserWords } from '../../../src-main/core/console/browserWords.ts';

const inBrowser = (browser: string, more: object = {}) => browserChoice.parse({ browser, ...more });
const rules: readonly BrowserRule[] = [
  { for: { kind: 'all' }, open: inBrowser('edge') },
  { for: { kind: 'sso-session', ssoSession: 'corp' }, open: inBrowser('chrome', { profile: 'Profile 1' }) },
  { for: { kind: 'label', label: 'production' }, open: inBrowser('firefox', { private: true }) },
];

describe('a page opens', () => {
  it.each([
    ['by its label', { labels: ['a', 'production'], ssoSession: 'corp' }, 'firefox'],
    ['else by its sign-in', { labels: ['a'], ssoSession: 'corp' }, 'chrome'],
    ['else by the rule for all', { labels: [], ssoSession: 'other' }, 'edge'],
  ])('%s', (_how, owner, browser) => {
    expect(browserFor(rules, owner).browser).toBe(browser);
    expect(browserFor([...rules].reverse(), owner).browser).toBe(browser);
  });

  it('in the default browser where no rule fits', () => {
    expect(browserFor(rules.slice(1), { labels: [], ssoSession: undefined })).toEqual(inBrowser('default'));
  });
});

describe('a browser that is gone', () => {
  const installed = [{ browser: 'chrome' as const, profiles: [{ id: 'Profile 1', name: 'Work' }] }];

  it('is said, and so is its profile; no other takes its place', () => {
    expect(browserTrouble(inBrowser('brave'), installed)).toMatchObject({
      code: 'browser-gone',
      message: 'Brave is not on this machine.',
    });
    expect(browserTrouble(inBrowser('chrome', { profile: 'Profile 2' }), installed)?.message).toMatch(
      /no profile “Profile 2”/,
    );
    expect(browserTrouble(inBrowser('chrome', { profile: 'Profile 1' }), installed)).toBeUndefined();
    expect(browserTrouble(inBrowser('default'), [])).toBeUndefined();
  });

  it.each([
    [inBrowser('chrome', { profile: 'Profile 1' }), 'Google Chrome, profile “Work”'],
    [inBrowser('firefox', { profile: 'me', container: 'prod' }), 'Firefox, profile “me”, container “prod”'],
    [inBrowser('edge', { private: true }), 'Microsoft Edge, private window'],
    [inBrowser('default'), 'Default browser'],
  ])('is named: %o', (choice, words) => {
    expect(browserWords(choice, installed)).toBe(words);
  });
});

it.each([
  { browser: 'chrome', container: 'x' },
  { browser: 'firefox', container: 'x', private: true },
  { browser: 'default', profile: 'x' },
  { browser: 'default', private: true },
])('a choice that no browser understands is none: %o', (choice) => {
  expect(browserChoice.safeParse(choice).success).toBe(false);
});
