import { connectDbus, messageBus, type DbusConnection } from '../adapters/keychain/dbusConnection.ts';
import type { DbusVariant } from '../adapters/keychain/dbusMarshal.ts';
import { sessionBusAddress } from '../adapters/keychain/sessionBusAddress.ts';

interface ScreenLock {
  /** Resolves once the desktop is listened to, or cannot be. */
  readonly known: Promise<void>;
  readonly close: () => void;
}

/** Who on a Linux desktop tells that the screen is locked: freedesktop's is KDE's, too. */
const lockers = ['org.freedesktop', 'org.gnome', 'org.cinnamon', 'org.mate', 'org.xfce'].map(
  (desktop) => `${desktop}.ScreenSaver`,
);

const loginBus = 'unix:path=/run/dbus/system_bus_socket';
const login = 'org.freedesktop.login1';

/**
 * Calls `locked` whenever a Linux desktop locks the screen: Electron's own event comes on macOS and Windows alone.
 * Both buses are asked, for desktops without a screen saver are locked through logind (`loginctl lock-session`).
 */
export function followScreenLock(environment: NodeJS.ProcessEnv, locked: () => void): ScreenLock {
  const buses: DbusConnection[] = [];
  let closed = false;
  const follow = async (address: string, listen: (bus: DbusConnection) => Promise<void>) => {
    const bus = await connectDbus(address);
    if (closed) bus.close();
    buses.push(bus);
    await listen(bus);
  };
  const systemBus = environment['DBUS_SYSTEM_BUS_ADDRESS'] ?? loginBus;
  const known = Promise.allSettled([
    follow(sessionBusAddress(environment), (bus) => listenToLockers(bus, locked)),
    follow(systemBus, (bus) => listenToLogin(bus, locked)),
  ]).then(() => undefined);
  return {
    known,
    close: () => {
      closed = true;
      for (const bus of buses) bus.close();
    },
  };
}

async function listenToLockers(bus: DbusConnection, locked: () => void): Promise<void> {
  bus.onSignal(({ interface: from, member, values }) => {
    if (member === 'ActiveChanged' && lockers.includes(from) && values[0] === true) locked();
  });
  for (const locker of lockers) {
    await match(bus, `type='signal',interface='${locker}',member='ActiveChanged'`);
  }
}

async function listenToLogin(bus: DbusConnection, locked: () => void): Promise<void> {
  bus.onSignal(({ path, interface: from, member }) => {
    if (member !== 'Lock' || from !== `${login}.Session`) return;
    void isOwnSession(bus, path).then(
      (isOwn) => {
        if (isOwn) locked();
      },
      // A session that has gone meanwhile.
      () => undefined,
    );
  });
  await match(bus, `type='signal',sender='${login}',interface='${login}.Session',member='Lock'`);
}

/** The bus tells of everybody's sessions. */
async function isOwnSession(bus: DbusConnection, path: string): Promise<boolean> {
  const [answer] = await bus.call({
    ...{ destination: login, path, interface: 'org.freedesktop.DBus.Properties', member: 'Get' },
    ...{ signature: 'ss', values: [`${login}.Session`, 'User'] },
  });
  const { value } = answer as DbusVariant;
  return Array.isArray(value) && value[0] === process.getuid?.();
}

async function match(bus: DbusConnection, rule: string): Promise<void> {
  await bus.call({ ...messageBus, member: 'AddMatch', signature: 's', values: [rule] });
}
