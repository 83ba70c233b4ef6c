import UFuzzy from '@leeoniya/ufuzzy';

/** What words are matched against. */
export interface Searchable {
  readonly name: string;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly roleName: string;
  readonly ssoSession: string;
}

/** Ranking costs some 100 ms at 50,000 rows, filtering 3 ms: above this many hits the order stays as it was. */
const rankAtMost = 1000;

const close = new UFuzzy({ intraIns: 3 });
/** For letters that a person types and sees the matches of, `payprod` for payments-prod: any gap within a word. */
const loose = new UFuzzy({ intraIns: Infinity, intraChars: '[^ ]' });

/**
 * The rows that the words fit, best first: letters in order within a word, words in any order, over name, account,
 * id, role and sign-in. No words: every row, as it came.
 */
export function searchProfiles<Row extends Searchable>(
  rows: readonly Row[],
  words: string,
  how: 'close' | 'loose' = 'close',
): readonly Row[] {
  const needle = words.trim();
  if (needle === '') return rows;
  const haystack = rows.map(
    ({ name, accountId, accountName, roleName, ssoSession }) =>
      `${accountName ?? accountId} / ${roleName} ${accountId} ${name} ${ssoSession}`,
  );
  const [hits, , order] = (how === 'loose' ? loose : close).search(haystack, needle, 4, rankAtMost);
  if (hits === null) return [];
  const ranked = order === null ? hits : order.map((at) => hits[at] ?? -1);
  return ranked.flatMap((at) => rows[at] ?? []);
}
