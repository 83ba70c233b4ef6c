import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { secretTrouble } from '../core/secretTrouble.ts';
import { readHotkey } from '../core/settings/hotkey.ts';
import { allSettings } from '../core/settings/settingGroups.ts';
import { secretStoreKind, type SecretStoreKind, type Settings } from '../core/settings/settings.ts';
import type { SettingWords } from '../core/settings/settingWords.ts';
import { storeChosen } from '../core/settings/storeChosen.ts';
import type { Domain } from './domain.ts';
import { refuseSetting } from './refuseSetting.ts';

type Commands = Pick<App, 'getSettings' | 'setSetting' | 'setTrustSetting' | 'unlockSecrets'>;

/** What a person sets as text, by name. Sign-ins, favourites, labels and others have commands of their own. */
const plain = new Map<string, SettingWords>(
  allSettings.filter(({ kind, trust }) => kind !== 'own' && trust !== true).map((one) => [one.name, one]),
);

/** In the file; endpoints are told as one value. */
const names = [...new Set(allSettings.map(({ name }) => name.split('.')[0] as keyof Settings))];
const endpointNames = ['ssoOidc', 'sso', 'sts', 'iam', 'signin'] as const;

export function settingsCommands(domain: Domain, chooseStore: (kind: SecretStoreKind) => void): Commands {
  const { settings, secrets } = domain;
  return {
    getSettings: () => {
      const all = settings.get();
      const shown = Object.fromEntries(names.map((name) => [name, all[name]]));
      const proxy = withoutPassword(all.proxy);
      return Promise.resolve({ settings: { ...shown, proxy, secrets: secrets.kind } });
    },

    setSetting: async ({ name, value }, { requester }) => {
      const words = plain.get(name);
      if (words === undefined) throw unknownSetting(name);
      const wanted = valueOf(words, value);
      refuseSetting(domain, requester, { name, value: wanted });
      settings.change((now): Settings => ({ ...now, [name]: wanted }));
      if (name === 'journalDays') await domain.journal.prune();
      return {};
    },

    async setTrustSetting({ name, value, passphrase }) {
      if (name === 'secrets') {
        await setStore(value, passphrase);
        return {};
      }
      settings.change((now) => ({ ...now, ...trustPart(now, name, value) }));
      domain.cache.forget(() => true);
      return {};
    },

    async unlockSecrets({ passphrase }) {
      const answer = await secrets.unlock(passphrase);
      if (answer.state !== 'ready') throw secretTrouble(answer, secrets.kind);
      return {};
    },
  };

  async function setStore(value: string | null, passphrase: string | undefined): Promise<void> {
    const kind = secretStoreKind.safeParse(value);
    if (!kind.success) {
      throw new AppError('bad-input', `“${value ?? ''}” is not a store for secrets.`, {
        hint: 'Choose keychain, memory or file.',
      });
    }
    const chosen = settings.get().secrets;
    if (chosen !== null && chosen !== kind.data) throw storeChosen(chosen);
    if (kind.data === 'file' && passphrase === undefined && chosen === null) {
      throw new AppError('bad-input', 'An encrypted file needs a passphrase.', {
        hint: 'Type it at a terminal: latchkey settings set secrets file',
      });
    }
    const before = secrets.kind;
    chooseStore(kind.data);
    if (kind.data === 'file' && passphrase !== undefined) {
      const opened = await secrets.unlock(passphrase).catch((error: unknown) => {
        chooseStore(before);
        throw error;
      });
      if (opened.state !== 'ready') {
        chooseStore(before);
        throw secretTrouble(opened, 'file');
      }
    }
    settings.change((now) => ({ ...now, secrets: kind.data }));
  }
}

function trustPart(now: Settings, name: string, value: string | null): Partial<Settings> {
  const [first, endpoint, ...rest] = name.split('.');
  if (first === 'endpoints' && rest.length === 0 && endpointNames.some((known) => known === endpoint)) {
    return { endpoints: { ...now.endpoints, [String(endpoint)]: value } };
  }
  if (name === 'teamFile') return { teamFile: value === null ? null : { path: value, accepted: null } };
  if (name === 'proxy' || name === 'noProxy' || name === 'caBundle') return { [name]: value };
  throw unknownSetting(name);
}

/** @throws AppError bad-input what is wrong with it */
function hotkeyNamed(text: string): string {
  const read = readHotkey(text);
  if ('accelerator' in read) return read.accelerator;
  throw new AppError('bad-input', read.fault, { hint: 'A hotkey is like Ctrl+Alt+K; none means no hotkey.' });
}

/**
 * Undefined: the default. What else is none of its kind is refused with the shape of the settings.
 * @throws AppError bad-input
 */
function valueOf(words: SettingWords, text: string | null): unknown {
  if (text === null) return undefined;
  if (words.kind === 'choice') return chosen(words.label, words.choices, text);
  if (words.kind === 'number') return numberIn(words, text);
  if (words.kind === 'text' && text.trim().toLowerCase() === words.none) return null;
  return words.name === 'hotkey' ? hotkeyNamed(text) : text;
}

function chosen(label: string, choices: readonly (readonly [string, string])[], text: string) {
  const all = choices.map(([value]) => value);
  if (!all.includes(text))
    throw new AppError('bad-input', `“${text}” is no choice for “${label}”.`, {
      hint: `Choose ${all.slice(0, -1).join(', ')} or ${all.at(-1) ?? ''}.`,
    });
  return all.includes('true') ? text === 'true' : text;
}

function numberIn({ label, from, to, parts }: SettingWords & { readonly kind: 'number' }, text: string) {
  const number = text.trim() === '' ? NaN : Number(text);
  if (number >= from && number <= to && (parts === true || Number.isInteger(number))) return number;
  throw new AppError('bad-input', `“${text}” is no number for “${label}”.`, {
    hint: `Give ${parts === true ? 'a' : 'a whole'} number from ${from} to ${to}.`,
  });
}

function withoutPassword(url: string | null): string | null {
  if (url === null || new URL(url).password === '') return url;
  const shown = new URL(url);
  shown.password = '***';
  return shown.href;
}

function unknownSetting(name: string): AppError {
  const own = allSettings.find((one) => one.name === name);
  if (own?.kind === 'own') {
    return new AppError('bad-input', `“${name}” is no setting that is given as one text.`, {
      hint: `It is set by ${own.by}.`,
    });
  }
  return new AppError('bad-input', `There is no setting called “${name}”.`, {
    hint: `Settings are: ${allSettings
      .filter(({ kind }) => kind !== 'own')
      .map((one) => one.name)
      .join(', ')}, secrets.`,
  });
}
