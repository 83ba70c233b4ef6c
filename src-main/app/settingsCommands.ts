import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import { secretTrouble } from '../core/secretTrouble.ts';
import {
  secretStoreKind,
  trustSettings,
  type SecretStoreKind,
  type Settings,
} from '../core/settings/settings.ts';
import { storeChosen } from '../core/settings/storeChosen.ts';
import type { Domain } from './domain.ts';
import { refuseRenaming } from './refuseLoosening.ts';

type Commands = Pick<App, 'getSettings' | 'setSetting' | 'setTrustSetting' | 'unlockSecrets'>;

/** What a person sets by name, with how its text is read. Sign-ins and favourites have commands of their own. */
const plain: Readonly<Record<string, (value: string | null) => Partial<Record<keyof Settings, unknown>>>> = {
  delivery: (value) => ({ delivery: value ?? undefined }),
  profileName: (value) => ({ profileName: value ?? undefined }),
  region: (value) => ({ region: value }),
  theme: (value) => ({ theme: value ?? undefined }),
  lockWithScreen: (value) => ({ lockWithScreen: value === null ? undefined : truth(value) }),
  journalDays: (value) => ({ journalDays: value === null ? undefined : Number(value) }),
  agentIdleMinutes: (value) => ({ agentIdleMinutes: value === null ? undefined : Number(value) }),
};

const endpointNames = ['ssoOidc', 'sso', 'sts', 'iam', 'signin'] as const;

export function settingsCommands(domain: Domain, chooseStore: (kind: SecretStoreKind) => void): Commands {
  const { settings, secrets } = domain;
  return {
    getSettings: () => {
      const { delivery, profileName, region, theme, lockWithScreen } = settings.get();
      const { labels, journalDays, agentIdleMinutes, noProxy, caBundle, endpoints } = settings.get();
      const proxy = withoutPassword(settings.get().proxy);
      const shown = {
        delivery,
        profileName,
        region,
        theme,
        lockWithScreen,
        journalDays,
        labels,
        agentIdleMinutes,
        proxy,
        noProxy,
        caBundle,
        endpoints,
      };
      return Promise.resolve({ settings: { ...shown, secrets: secrets.kind } });
    },

    setSetting: async ({ name, value }, { requester }) => {
      const read = plain[name];
      if (read === undefined) throw unknownSetting(name);
      if (name === 'profileName') refuseRenaming(domain, requester);
      settings.change((now) => ({ ...now, ...read(value) }) as Settings);
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
  if (name === 'proxy' || name === 'noProxy' || name === 'caBundle') return { [name]: value };
  throw unknownSetting(name);
}

/** What is neither is refused with the shape of the settings. */
function truth(text: string): boolean | string {
  return text === 'true' || (text === 'false' ? false : text);
}

function withoutPassword(url: string | null): string | null {
  if (url === null || new URL(url).password === '') return url;
  const shown = new URL(url);
  shown.password = '***';
  return shown.href;
}

function unknownSetting(name: string): AppError {
  return new AppError('bad-input', `There is no setting called “${name}”.`, {
    hint: `Settings are: ${[...Object.keys(plain), ...trustSettings].join(', ')}.`,
  });
}
