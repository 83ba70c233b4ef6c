import { expect, it, onTestFinished } from 'vitest';
import { connectDbus, messageBus } from '../../src-main/adapters/keychain/dbusConnection.ts';
import { trayPresence } from '../../src-main/shell/trayPresence.ts';
import { startKeyring } from '../support/keyring.ts';
import { until } from '../support/until.ts';

const watcher = 'org.kde.StatusNotifierWatcher';

it.runIf(process.platform === 'linux')('a tray is there for as long as the desktop has one', async () => {
  const desktop = await startKeyring({ secretService: false });
  onTestFinished(() => desktop.stop());
  let changes = 0;
  const presence = trayPresence({ ...desktop.environment }, () => {
    changes += 1;
  });
  onTestFinished(presence.close);
  await presence.known;
  expect(presence.isThere()).toBe(false);
  const bus = await connectDbus(desktop.environment.DBUS_SESSION_BUS_ADDRESS);
  await bus.call({ ...messageBus, member: 'RequestName', signature: 'su', values: [watcher, 0] });
  await until(() => {
    expect(presence.isThere()).toBe(true);
  });
  const second = trayPresence({ ...desktop.environment }, () => undefined);
  onTestFinished(second.close);
  await second.known;
  expect(second.isThere()).toBe(true);
  bus.close();
  await until(() => {
    expect(presence.isThere()).toBe(false);
  });
  expect(changes).toBe(2);
});

it.runIf(process.platform === 'linux')('without a session bus there is no tray', async () => {
  for (const environment of [
    {},
    { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
    { XDG_RUNTIME_DIR: '/nowhere' },
  ]) {
    const presence = trayPresence(environment, () => undefined);
    await presence.known;
    expect(presence.isThere()).toBe(false);
  }
});
