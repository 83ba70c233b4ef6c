import type { LiveView } from '../../src-main/contract.ts';
import type { Check } from './doctorChecks.svelte.ts';

type DesktopCheck = Pick<Check, 'name' | 'state' | 'message' | 'hint'>;

const choose = 'Choose another one in the settings.';

/** Not a fault: the window knows what to do without one. */
const noTray = {
  message: 'This desktop shows no tray icons. Closing the window minimises it.',
  hint: 'On GNOME the extension “AppIndicator Support” shows them.',
};

/** How the application stands with this desktop, which no agent knows. */
export function desktopChecks({ hotkey, tray, loginTrouble }: LiveView['shell']): readonly DesktopCheck[] {
  return [
    { name: 'hotkey', ...hotkeyCheck(hotkey) },
    {
      name: 'tray',
      state: 'ok',
      ...(tray ? { message: 'The desktop shows the icon.', hint: null } : noTray),
    },
    loginTrouble === null
      ? { name: 'start at login', state: 'ok', message: 'It is as the settings say.', hint: null }
      : { name: 'start at login', state: 'warning', message: loginTrouble, hint: null },
  ];
}

function hotkeyCheck({ state }: LiveView['shell']['hotkey']): Omit<DesktopCheck, 'name'> {
  const checks: Record<typeof state, Omit<DesktopCheck, 'name'>> = {
    none: { state: 'ok', message: 'None is set.', hint: null },
    ready: { state: 'ok', message: 'It opens Latchkey.', hint: null },
    taken: { state: 'warning', message: 'Another program has it.', hint: choose },
    unsure: { state: 'skipped', message: 'The desktop does not say whether it granted it.', hint: null },
    unsupported: { state: 'warning', message: 'This desktop lets no program have one.', hint: null },
  };
  return checks[state];
}
