let field: HTMLInputElement | undefined;

/** The search field that is on the page. @returns what to do when it goes */
export function searchFieldIs(element: HTMLInputElement): () => void {
  field = element;
  return () => {
    field = undefined;
  };
}

/** Brings the keyboard to the search field, with what is typed there selected. */
export function focusSearch(): void {
  field?.focus();
  field?.select();
}
