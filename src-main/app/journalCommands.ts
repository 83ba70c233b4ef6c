import type { App } from '../app.ts';
import type { Domain } from './domain.ts';

/** As many as a person may want to look through when they name no number. */
const usualEntries = 1_000;

export function journalCommands({ journal, log }: Domain): Pick<App, 'journal' | 'clearJournal'> {
  return {
    journal: async ({ most }) => ({ entries: [...(await journal.entries(most ?? usualEntries))] }),

    async clearJournal() {
      await journal.clear();
      log.write('journal-cleared');
      return {};
    },
  };
}
