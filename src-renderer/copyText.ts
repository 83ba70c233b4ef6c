import { call } from './api.ts';
import { problems } from './problems/problems.svelte.ts';
import { said } from './said.svelte.ts';

/** Puts a name or an id onto the clipboard, or more than a line can say: `what` is said of it then. */
export function copyText(text: string, what = text): void {
  call('copyText', { text }).then(
    () => {
      said.say(`Copied: ${what}`);
    },
    (error: unknown) => {
      problems.report(error);
    },
  );
}
