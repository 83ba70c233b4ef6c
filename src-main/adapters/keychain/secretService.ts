import { AppError } from '../../core/errors.ts';
import { connectDbus, DbusError, messageBus, type DbusConnection } from './dbusConnection.ts';
import type { DbusValue, DbusVariant } from './dbusMarshal.ts';
import { keytarSaid } from './keytarSaid.ts';
import type { Lookout } from './lookout.ts';
import { sessionBusAddress } from './sessionBusAddress.ts';

const secretsName = 'org.freedesktop.secrets';
const rootPath = '/org/freedesktop/secrets';
/** "No object" in the Secret Service's answers. */
const noPath = '/';
/** The schema that keytar files its items under. Without it an item that keytar cannot see would be found. */
const keytarSchema = ['xdg:schema', 'org.freedesktop.Secret.Generic'];

const noBus = 'There is no keychain to reach: this login has no D-Bus session bus.';
const noSecretService =
  'There is no keychain on this desktop: nothing on the session bus offers the Secret Service.';
const noAnswer = 'The keychain did not answer as a Secret Service does.';

/** What the bus answers for a keychain that it should start and cannot. */
const cannotStart = /\.(ServiceUnknown|NameHasNoOwner|Spawn\.\w+)$/;

/**
 * The Secret Service of a Linux desktop (gnome-keyring, KWallet, KeePassXC), asked over D-Bus. SearchItems and the
 * Locked property answer without a prompt. A connection lives as long as questions overlap: a restarted keychain or
 * bus is met anew, and never by two connections at once, which gnome-keyring 42 may not survive.
 */
export function createSecretService(environment: NodeJS.ProcessEnv): Lookout {
  const ask = createLine(environment);
  return {
    look: (service, item) =>
      ask(async (secrets) => {
        const attributes = [['service', service], ['account', item], keytarSchema];
        const { unlocked, locked } = await secrets.search(attributes);
        if (unlocked.length + locked.length > 0) {
          return { here: unlocked.length > 0, locked: locked.length > 0 };
        }
        return { here: false, locked: await mayHideItems(secrets) };
      }),
    place: () =>
      ask(async (secrets) => {
        const keyring = await secrets.defaultKeyring();
        if (keyring === undefined) return 'unset';
        return (await secrets.isLocked(keyring)) ? 'locked' : 'ready';
      }),
    unlock: (service) => ask((secrets) => unlock(secrets, service)),
    // The keychain has just been asked and was well. libsecret never finds a restarted one again in this process.
    failed: (error) => ({ state: 'broken', reason: keytarSaid(error) }),
  };
}

/** KWallet and KeePassXC do not find items in what is locked; gnome-keyring does, by their hashes. */
async function mayHideItems(secrets: SecretService): Promise<boolean> {
  const keyring = await secrets.defaultKeyring();
  const keyrings = keyring === undefined ? await secrets.keyrings() : [keyring];
  const locked = await Promise.all(keyrings.map((path) => secrets.isLocked(path)));
  return locked.includes(true);
}

async function unlock(secrets: SecretService, service: string): Promise<void> {
  const keyring = await secrets.defaultKeyring();
  if (keyring === undefined) {
    await secrets.createDefaultKeyring();
    return;
  }
  // Where items are locked one by one (KeePassXC asks for each), ours are part of what the person asked for.
  const { locked } = await secrets.search([['service', service]]);
  await secrets.unlock([keyring, ...locked]);
}

type SecretService = ReturnType<typeof speakSecretService>;

type Ask = <Answer>(question: (secrets: SecretService) => Promise<Answer>) => Promise<Answer>;

/** Questions that overlap share a connection; the last one closes it, and one that loses it leaves it to nobody. */
function createLine(environment: NodeJS.ProcessEnv): Ask {
  let line: { readonly bus: Promise<DbusConnection>; questions: number } | undefined;
  return async (question) => {
    const mine = (line ??= { bus: connectSecretService(environment), questions: 0 });
    mine.questions += 1;
    const leave = () => {
      if (line === mine) line = undefined;
    };
    try {
      return await question(speakSecretService(await mine.bus));
    } catch (error) {
      if (!(error instanceof DbusError)) leave();
      throw unavailable(error);
    } finally {
      mine.questions -= 1;
      if (mine.questions === 0) {
        leave();
        await mine.bus
          .then((bus) => {
            bus.close();
          })
          .catch(() => undefined);
      }
    }
  };
}

function unavailable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const gone = error instanceof DbusError && cannotStart.test(error.name);
  return new AppError('secrets-unavailable', gone ? noSecretService : noAnswer, { cause: error });
}

async function connectSecretService(environment: NodeJS.ProcessEnv): Promise<DbusConnection> {
  const bus = await connectSessionBus(environment);
  try {
    if (!(await isOffered(bus))) throw new AppError('secrets-unavailable', noSecretService);
    // gnome-keyring may not know a caller at its first call yet, and then answers that it has no keyring or no such
    // method. What this first one brings is not used.
    await speakSecretService(bus)
      .defaultKeyring()
      .catch(() => undefined);
    return bus;
  } catch (error) {
    bus.close();
    throw error;
  }
}

/** The bus that GLib, and with it keytar, would choose; but never one that it would start. */
async function connectSessionBus(environment: NodeJS.ProcessEnv): Promise<DbusConnection> {
  try {
    return await connectDbus(sessionBusAddress(environment));
  } catch (error) {
    throw new AppError('secrets-unavailable', noBus, { cause: error });
  }
}

/** Running, or started by the bus when it is called. */
async function isOffered(bus: DbusConnection): Promise<boolean> {
  const [running] = await bus.call({
    ...messageBus,
    member: 'NameHasOwner',
    signature: 's',
    values: [secretsName],
  });
  if (running === true) return true;
  const [names] = await bus.call({ ...messageBus, member: 'ListActivatableNames' });
  return pathsOf(names).includes(secretsName);
}

/** The calls of the Secret Service that are needed here, by their own names. */
function speakSecretService(bus: DbusConnection) {
  const call = (member: string, signature: string, values: readonly DbusValue[]) =>
    bus.call({
      ...{ destination: secretsName, path: rootPath, interface: 'org.freedesktop.Secret.Service' },
      ...{ member, signature, values },
    });
  const property = async (path: string, owner: 'Service' | 'Collection', name: string) => {
    const [answer] = await bus.call({
      ...{ destination: secretsName, path, interface: 'org.freedesktop.DBus.Properties', member: 'Get' },
      ...{ signature: 'ss', values: [`org.freedesktop.Secret.${owner}`, name] },
    });
    return (answer as DbusVariant).value;
  };
  return {
    search: async (attributes: readonly (readonly string[])[]) => {
      const [unlocked, locked] = await call('SearchItems', 'a{ss}', [attributes]);
      return { unlocked: pathsOf(unlocked), locked: pathsOf(locked) };
    },
    keyrings: async () => pathsOf(await property(rootPath, 'Service', 'Collections')),
    isLocked: async (keyring: string) => (await property(keyring, 'Collection', 'Locked')) === true,
    defaultKeyring: async () => {
      const [path] = await call('ReadAlias', 's', ['default']);
      return path === noPath ? undefined : (path as string);
    },
    createDefaultKeyring: async () => {
      const label = { signature: 's', value: 'Default keyring' };
      const properties = [['org.freedesktop.Secret.Collection.Label', label]];
      const [, prompt] = await call('CreateCollection', 'a{sv}s', [properties, 'default']);
      await showPrompt(bus, prompt as string);
    },
    unlock: async (paths: readonly string[]) => {
      const [, prompt] = await call('Unlock', 'ao', [paths]);
      await showPrompt(bus, prompt as string);
    },
  };
}

/**
 * Shows the desktop's dialog and waits for the person, without end: the caller has the time limit, and the dialog
 * goes with the connection. It also ends when it was dismissed, or could not be shown.
 */
async function showPrompt(bus: DbusConnection, prompt: string): Promise<void> {
  if (prompt === noPath) return;
  const completed = new Promise<void>((resolve) => {
    bus.onSignal((signal) => {
      if (signal.path === prompt && signal.member === 'Completed') resolve();
    });
  });
  const rule = `type='signal',interface='org.freedesktop.Secret.Prompt',path='${prompt}'`;
  await bus.call({ ...messageBus, member: 'AddMatch', signature: 's', values: [rule] });
  await bus.call({
    ...{ destination: secretsName, path: prompt, interface: 'org.freedesktop.Secret.Prompt' },
    ...{ member: 'Prompt', signature: 's', values: [''] },
  });
  await completed;
}

function pathsOf(value: DbusValue | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
