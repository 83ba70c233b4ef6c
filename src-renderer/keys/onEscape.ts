/** For a page in place of the list: Escape is its Back, unless something over it, or the input method, has the key. */
export function onEscape(back: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    if (document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    back();
  };
}
