const stops = 'a[href], button, input, select, textarea, summary, [tabindex]';

/**
 * Tab goes round within `area`. Past the last control the browser itself would have the keyboard for a moment, and
 * give it back to the page below where a dialog was closed meanwhile.
 */
export function goRound(event: KeyboardEvent, area: HTMLElement): void {
  if (event.key !== 'Tab' || event.defaultPrevented) return;
  const reached = [...area.querySelectorAll<HTMLElement>(stops)].filter(isStop);
  const at = document.activeElement;
  const [from, to] = event.shiftKey ? [reached[0], reached.at(-1)] : [reached.at(-1), reached[0]];
  if (to === undefined || (at !== from && !(event.shiftKey && at === area))) return;
  event.preventDefault();
  to.focus();
}

/** Of the radio buttons of a group Tab comes to the one that is chosen. */
function isStop(element: HTMLElement): boolean {
  if (element.tabIndex < 0 || element.matches(':disabled') || !element.checkVisibility()) return false;
  return !(element instanceof HTMLInputElement && element.type === 'radio' && !element.checked);
}
