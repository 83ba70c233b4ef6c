import { app } from 'electron';
import { settingsOfHome } from '../../adapters/settingsFiles.ts';

/** The person logged in, and wants the tray alone then. */
export function isHiddenStart(home: string): boolean {
  if (app.commandLine.hasSwitch('hidden')) return true;
  if (!app.getLoginItemSettings().wasOpenedAtLogin) return false;
  try {
    return settingsOfHome(home).settings.startHidden;
  } catch {
    return true;
  }
}
