import { onDestroy, tick } from 'svelte';

/** For a page that is being made: once it is gone, and nothing took the keyboard, that is where it was before. */
export function giveKeyboardBack(): void {
  const before = document.activeElement;
  onDestroy(async () => {
    // What was hidden meanwhile takes no focus.
    await tick();
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
  });
}
