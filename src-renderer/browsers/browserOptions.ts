import type { BrowserChoice } from '../../src-main/core/console/browserChoice.ts';
import { browserTrouble } from '../../src-main/core/console/browserTrouble.ts';
import { browserNames } from '../../src-main/core/console/browserWords.ts';
import type { InstalledBrowser } from '../../src-main/core/console/installedBrowser.ts';

type Place = Pick<BrowserChoice, 'browser' | 'profile'>;

interface BrowserOption extends Place {
  /** Unique. */
  readonly key: string;
  readonly words: string;
}

export const browserKey = ({ browser, profile }: Place): string => JSON.stringify([browser, profile]);

/** The browsers and their profiles to choose from; what is chosen stays among them when it is gone. */
export function browserOptions(
  installed: readonly InstalledBrowser[],
  chosen: BrowserChoice,
): readonly BrowserOption[] {
  const there = installed.flatMap(({ browser, profiles }) => [
    option({ browser, profile: null }, browserNames[browser]),
    ...profiles.map(({ id, name }) =>
      option({ browser, profile: id }, `${browserNames[browser]}, profile “${name}”`),
    ),
  ]);
  const all = [option({ browser: 'default', profile: null }, browserNames.default), ...there];
  if (all.some(({ key }) => key === browserKey(chosen))) return all;
  const { browser, profile } = chosen;
  const name = `${browserNames[browser]}${profile === null ? '' : `, profile “${profile}”`}`;
  return [...all, option(chosen, `${name} (gone)`)];
}

/** What is wrong with the choice, one sentence. */
export function browserFault(
  installed: readonly InstalledBrowser[],
  chosen: BrowserChoice,
): string | undefined {
  const trouble = browserTrouble(chosen, installed);
  return trouble && `${trouble.message} Choose another.`;
}

function option({ browser, profile }: Place, words: string): BrowserOption {
  return { browser, profile, key: browserKey({ browser, profile }), words };
}
