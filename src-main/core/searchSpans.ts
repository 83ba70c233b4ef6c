import { onceEach } from './onceEach.ts';
import { runsOf, textOf, type SearchIndex } from './searchIndex.ts';
import { letterBits } from './searchLetters.ts';
import type { SearchTest } from './searchTest.ts';

/** Whether a row has the word, which is in none of its fields, in a name of account, sign and role. */
export function spansIn(index: SearchIndex, word: string): SearchTest {
  const { fields, kinHeads, kinRoles, roles, roleLists, namedByBoth } = index;
  const heads = headsOf(word);
  const tails = heads.map((head) => word.slice(head.length + 1));
  const ends = onceEach(fields.length, (at) => Number(heads.some((head) => fields[at]?.endsWith(head))));
  const begins = onceEach(fields.length, (at) => Number(tails.some((tail) => fields[at]?.startsWith(tail))));
  const someBegin = onceEach(roleLists.length, (its) =>
    Number(roleLists[its]?.some((role) => begins(role) === 1)),
  );
  return {
    ofKin(kin) {
      if (someBegin(kinRoles[kin] ?? 0) === 0) return 'no';
      const head = kinHeads[kin];
      return head === undefined || ends(head) === 1 ? 'perhaps' : 'no';
    },
    ofRow: (row) =>
      namedByBoth[row] !== 0 && begins(roles[row] ?? 0) === 1 && textOf(index, row).includes(word),
  };
}

/** What stands before each sign of the word. */
function headsOf(word: string): readonly string[] {
  const heads: string[] = [];
  for (let at = 0; at < word.length; at += 1)
    if (runsOf(word.charAt(at)).length === 0) heads.push(word.slice(0, at));
  return heads;
}

/** Whether a row has letters, in order in none of its fields, in order in a name of account and role. */
export function spansLoosely(index: SearchIndex, part: string): SearchTest {
  const { rows, fields, fieldLetters, kin, kinHeads, kinRoles, roles, roleLists, namedByBoth } = index;
  const first = letterBits(part.charAt(0));
  const begun = onceEach(fields.length, (at) =>
    (first & ~(fieldLetters[at] ?? 0)) === 0 ? lettersAtEnd(fields[at] ?? '', part) : 0,
  );
  const ended = onceEach(fields.length, (at) => lettersAtStart(fields[at] ?? '', part));
  const most = onceEach(roleLists.length, (its) => {
    const letters = [...(roleLists[its] ?? [])].map(ended);
    // A role with all of them has them in order itself.
    return Math.max(0, ...letters.filter((one) => one < part.length));
  });
  const begunIn = (its: number): number => {
    const head = kinHeads[its];
    return head === undefined ? 0 : begun(head);
  };
  return {
    ofKin: (its) => (begunIn(its) + most(kinRoles[its] ?? 0) >= part.length ? 'perhaps' : 'no'),
    ofRow: (row) =>
      (namedByBoth[row] ?? 0) > 1 &&
      begunIn(kin[row] ?? 0) + ended(roles[row] ?? 0) >= part.length &&
      rows[row]?.name.at(-1 - rows[row].roleName.length) !== ' ',
  };
}

/** How many of the first letters are in order behind the field's last space. */
function lettersAtEnd(field: string, part: string): number {
  let letter = 0;
  for (let at = field.lastIndexOf(' ') + 1; at < field.length && letter < part.length; at += 1)
    if (field.charCodeAt(at) === part.charCodeAt(letter)) letter += 1;
  return letter;
}

/** How many of the last letters are in order before the field's first space. */
function lettersAtStart(field: string, part: string): number {
  const space = field.indexOf(' ');
  let letters = 0;
  for (let at = (space === -1 ? field.length : space) - 1; at >= 0 && letters < part.length; at -= 1)
    if (field.charCodeAt(at) === part.charCodeAt(part.length - 1 - letters)) letters += 1;
  return letters;
}
