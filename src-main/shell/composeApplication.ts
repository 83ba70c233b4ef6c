import { join } from 'node:path';
import { app, ipcMain } from 'electron';
import Store from 'electron-store';
import { composeIn } from '../agent/composeIn.ts';
import type { Compose } from '../agent/composition.ts';
import { keychainUtility } from './keychainUtility.ts';

/** The composition of the application: electron-store for the settings, a utilityProcess for the keychain. */
export const composeApplication: Compose = async (paths, environment, end) => {
  const keychainChild = join(app.getAppPath(), 'out', 'shell', 'keychainChild.cjs');
  const composition = await composeIn({
    kind: 'application',
    SettingsFile: Store,
    keychainChild,
    startKeychainChild: keychainUtility(keychainChild, environment),
  })(paths, environment, end);
  // electron-store answers any page at a channel of its own; ours has one door.
  ipcMain.removeAllListeners('electron-store-get-data');
  return composition;
};
