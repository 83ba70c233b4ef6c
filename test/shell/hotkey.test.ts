import { describe, expect, it } from 'vitest';
import { isWayland } from '../../src-main/shell/isWayland.ts';
import { createHotkey } from '../../src-main/shell/hotkey.ts';

/** A desktop: some hotkeys are another program's, and a few words it does not know. */
function desktop({ others = [] as string[], isWayland = false } = {}) {
  const held = new Map<string, () => void>();
  let presses = 0;
  let changes = 0;
  const hotkey = createHotkey({
    shortcuts: {
      register: (accelerator, pressed) => {
        if (accelerator.includes('Foo')) throw new Error('conversion failure');
        if (others.includes(accelerator)) return false;
        held.set(accelerator, pressed);
        return true;
      },
      unregister: (accelerator) => held.delete(accelerator),
    },
    isWayland,
    pressed: () => (presses += 1),
    changed: () => (changes += 1),
  });
  return { hotkey, held, others, presses: () => presses, changes: () => changes };
}

describe('the hotkey', () => {
  it('is the one of the settings, and follows them', () => {
    const { hotkey, held, presses } = desktop();
    hotkey.follow('Control+Alt+K');
    expect(hotkey.state()).toEqual({ accelerator: 'Control+Alt+K', state: 'ready' });
    held.get('Control+Alt+K')?.();
    expect(presses()).toBe(1);
    hotkey.follow('Alt+Space');
    expect([...held.keys()]).toEqual(['Alt+Space']);
    hotkey.follow(null);
    expect(held.size).toBe(0);
    expect(hotkey.state()).toEqual({ accelerator: null, state: 'none' });
  });

  it('is taken once, however often the settings are told', () => {
    const { hotkey, changes } = desktop();
    for (let times = 0; times < 3; times += 1) hotkey.follow('Alt+Space');
    expect(changes()).toBe(1);
  });

  it('that another program has is said to be taken, and tried again when the person is back', () => {
    const { hotkey, held, others } = desktop({ others: ['Alt+Space'] });
    hotkey.follow('Alt+Space');
    expect(hotkey.state()).toEqual({ accelerator: 'Alt+Space', state: 'taken' });
    hotkey.retry();
    expect(hotkey.state().state).toBe('taken');
    others.pop();
    hotkey.retry();
    expect(hotkey.state().state).toBe('ready');
    expect([...held.keys()]).toEqual(['Alt+Space']);
  });

  it('of another program is not let go in its place', () => {
    const { hotkey, held } = desktop({ others: ['Alt+Space'] });
    held.set('Alt+Space', () => undefined);
    hotkey.follow('Alt+Space');
    hotkey.follow('Control+Alt+K');
    expect([...held.keys()]).toEqual(['Alt+Space', 'Control+Alt+K']);
  });

  it('that Electron does not know breaks nothing', () => {
    const { hotkey } = desktop();
    hotkey.follow('Foo+K');
    expect(hotkey.state()).toEqual({ accelerator: 'Foo+K', state: 'unsupported' });
  });

  it.runIf(process.platform === 'linux')(
    'knows a Wayland desktop by what the login said, else by its socket',
    () => {
      expect(isWayland({ XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' })).toBe(true);
      expect(isWayland({ XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: 'wayland-0' })).toBe(false);
      expect(isWayland({ XDG_SESSION_TYPE: 'tty', WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
      expect(isWayland({ DISPLAY: ':0' })).toBe(false);
    },
  );

  it('is not promised on Wayland, where the desktop does not say what it decided', () => {
    const asked = desktop({ isWayland: true });
    asked.hotkey.follow('Alt+Space');
    expect(asked.hotkey.state().state).toBe('unsure');
    const refused = desktop({ isWayland: true, others: ['Alt+Space'] });
    refused.hotkey.follow('Alt+Space');
    expect(refused.hotkey.state().state).toBe('unsupported');
  });
});
