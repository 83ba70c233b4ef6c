import type { JournalEntry } from '../../src-main/contract.ts';

export const answerWords: Readonly<Record<JournalEntry['answer'], string>> = {
  'not-asked': 'not asked',
  person: 'you, in Latchkey',
  once: 'allowed once',
  tree: 'allowed until it ends',
  short: '15-minute keys',
  'read-only': 'read-only instead',
  denied: 'denied',
};
