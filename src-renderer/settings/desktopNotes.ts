import { hotkeyWords } from '../../src-main/core/settings/hotkey.ts';
import { isApple } from '../keys/keys.ts';
import { view } from '../view.svelte.ts';

/** What the desktop says to the hotkey; undefined where it works, or none is set. */
export function hotkeyNote(): string | undefined {
  const { accelerator, state } = view.live?.shell.hotkey ?? { accelerator: null, state: 'none' };
  if (accelerator === null || state === 'ready' || state === 'none') return undefined;
  const words = hotkeyWords(accelerator, isApple);
  if (state === 'taken') return `${words} is taken by another program. Choose another one.`;
  const instead = 'give “latchkey-desktop” a key in the keyboard settings of the desktop.';
  return state === 'unsure'
    ? `The desktop was asked for ${words}. Where it does nothing, ${instead}`
    : `This desktop gives programs no hotkey. Instead, ${instead}`;
}

/** Why the application does not start at login as it should. */
export function loginNote(): string | undefined {
  return view.live?.shell.loginTrouble ?? undefined;
}
