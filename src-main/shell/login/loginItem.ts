import { app } from 'electron';
import type { LoginChoice } from './startAtLogin.ts';

/**
 * Our place in the list of what macOS or Windows starts at login; one that is right is left alone, so that nothing is
 * put back that the person took out there.
 * @returns why it is not as wanted, in one sentence
 */
export function setLoginItem({ startAtLogin, startHidden }: LoginChoice): string | undefined {
  if (!app.isPackaged) {
    return startAtLogin ? 'Only an installed Latchkey can start at login.' : undefined;
  }
  // macOS passes no arguments on, and says at the start that it was at login.
  const args = process.platform === 'win32' && startHidden ? ['--hidden'] : [];
  if (app.getLoginItemSettings({ args }).openAtLogin !== startAtLogin) {
    app.setLoginItemSettings({ openAtLogin: startAtLogin, args });
  }
  const { status } = app.getLoginItemSettings({ args });
  return startAtLogin && status === 'requires-approval'
    ? 'Allow Latchkey among the login items in the settings of macOS.'
    : undefined;
}
