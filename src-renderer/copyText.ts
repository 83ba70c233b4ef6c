import { call } from './api.ts';
import { problems } from './problems/problems.svelte.ts';
import { said } from './said.svelte.ts';

/** Puts a name or an id onto the clipboard. */
export function copyText(text: string): void {
  call('copyText', { text }).then(
    () => {
      said.say(`Copied: ${text}`);
    },
    (error: unknown) => {
      problems.report(error);
    },
  );
}
