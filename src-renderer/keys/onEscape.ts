import { shown, type Page } from '../shown.svelte.ts';

/** For a page in place of the list: Escape is its Back, unless something over it, or the input method, has the key. */
export function onEscape(page: Page, back: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    if (shown.page !== page || document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    back();
  };
}
