import { connectDbus, messageBus, type DbusConnection } from '../adapters/keychain/dbusConnection.ts';
import { sessionBusAddress } from '../adapters/keychain/sessionBusAddress.ts';

/** Where a Linux desktop shows tray icons, somebody owns this name. */
const watcherName = 'org.kde.StatusNotifierWatcher';

export interface TrayPresence {
  /** Whether the desktop shows tray icons now. */
  readonly isThere: () => boolean;
  /** Resolves once that is known for the first time. */
  readonly known: Promise<void>;
  readonly close: () => void;
}

/** `changed` is called whenever the desktop begins or ceases to show tray icons. */
export function trayPresence(environment: NodeJS.ProcessEnv, changed: () => void): TrayPresence {
  if (process.platform !== 'linux') {
    return { isThere: () => true, known: Promise.resolve(), close: () => undefined };
  }
  let there = false;
  let bus: DbusConnection | undefined;
  const take = (owner: unknown) => {
    const now = typeof owner === 'string' && owner !== '';
    if (now === there) return;
    there = now;
    changed();
  };
  const known = follow(environment, take)
    .then((connection) => {
      bus = connection;
    })
    // No bus, no tray.
    .catch(() => undefined);
  return { isThere: () => there, known, close: () => bus?.close() };
}

async function follow(
  environment: NodeJS.ProcessEnv,
  take: (owner: unknown) => void,
): Promise<DbusConnection> {
  const bus = await connectDbus(sessionBusAddress(environment));
  bus.onSignal(({ member, values }) => {
    if (member === 'NameOwnerChanged' && values[0] === watcherName) take(values[2]);
  });
  const rule = `type='signal',sender='${messageBus.destination}',member='NameOwnerChanged',arg0='${watcherName}'`;
  await bus.call({ ...messageBus, member: 'AddMatch', signature: 's', values: [rule] });
  const asked = { ...messageBus, member: 'NameHasOwner', signature: 's', values: [watcherName] };
  const [owned] = await bus.call(asked);
  take(owned === true || owned === 1 ? 'somebody' : '');
  return bus;
}
