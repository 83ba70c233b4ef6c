import type { LiveView } from '../contract.ts';

/** Electron's globalShortcut. */
export interface Shortcuts {
  /** @throws Error for an accelerator that it does not know */
  readonly register: (accelerator: string, pressed: () => void) => boolean;
  readonly unregister: (accelerator: string) => void;
}

export interface HotkeyOptions {
  readonly shortcuts: Shortcuts;
  /** On Wayland programs hear no keys of others; the desktop may pass one on when it is asked for it. */
  readonly isWayland: boolean;
  readonly pressed: () => void;
  /** `state()` is another now. */
  readonly changed: () => void;
}

export interface Hotkey {
  /** Takes this one in place of the one before; null: none. */
  readonly follow: (accelerator: string | null) => void;
  /** Tries again for one that another program had. */
  readonly retry: () => void;
  readonly state: () => HotkeyState;
}

type HotkeyState = LiveView['shell']['hotkey'];

/** The hotkey that shows the window from any program. That there is none breaks nothing. */
export function createHotkey({ shortcuts, isWayland, pressed, changed }: HotkeyOptions): Hotkey {
  let now: HotkeyState = { accelerator: null, state: 'none' };

  function take(accelerator: string): HotkeyState['state'] {
    try {
      const isOurs = shortcuts.register(accelerator, pressed);
      if (isWayland) return isOurs ? 'unsure' : 'unsupported';
      return isOurs ? 'ready' : 'taken';
    } catch {
      return 'unsupported';
    }
  }

  function set(accelerator: string | null): void {
    const held = now.state === 'ready' || now.state === 'unsure' ? now.accelerator : null;
    if (held !== null) shortcuts.unregister(held);
    now = { accelerator, state: accelerator === null ? 'none' : take(accelerator) };
    changed();
  }

  return {
    follow: (accelerator) => {
      if (accelerator !== now.accelerator) set(accelerator);
    },
    retry: () => {
      if (now.state === 'taken') set(now.accelerator);
    },
    state: () => now,
  };
}
