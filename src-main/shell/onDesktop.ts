import type { LiveView } from '../contract.ts';
import { createHotkey, type HotkeyOptions } from './hotkey.ts';
import { createStartAtLogin, type LoginOptions } from './login/startAtLogin.ts';

/** What the desktop is to do for the application by its settings: the hotkey, and the start at login. */
export interface OnDesktop {
  readonly follow: (live: LiveView | undefined) => void;
  /** The person is back: a hotkey that another program had may be free. */
  readonly retry: () => void;
  readonly state: () => LiveView['shell'];
}

interface DesktopOptions extends HotkeyOptions, LoginOptions {
  readonly hasTray: () => boolean;
}

export function createOnDesktop(options: DesktopOptions): OnDesktop {
  const hotkey = createHotkey(options);
  const login = createStartAtLogin(options);
  return {
    follow: (live) => {
      if (live === undefined) return;
      hotkey.follow(live.hotkey);
      login.follow(live);
    },
    retry: hotkey.retry,
    state: () => ({ hotkey: hotkey.state(), tray: options.hasTray(), loginTrouble: login.trouble() }),
  };
}
