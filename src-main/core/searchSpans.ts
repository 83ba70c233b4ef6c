import { onceEach } from './onceEach.ts';
import { runsOf, textOf, type SearchIndex } from './searchIndex.ts';
import { letterBits } from './searchLetters.ts';
import { ofTail, ownName } from './searchNames.ts';
import type { SearchTest } from './searchTest.ts';

/** Whether a row has the word, which is in none of its fields, in a name of role, sign and account, or another head or tail. */
export function spansIn(index: SearchIndex, word: string): SearchTest {
  const { fields, kinHeads, kinTails, kinRoles, roles, roleLists, namings } = index;
  const heads = headsOf(word);
  const tails = heads.map((head) => word.slice(head.length + 1));
  const ends = onceEach(fields.length, (at) => Number(heads.some((head) => fields[at]?.endsWith(head))));
  const begins = onceEach(fields.length, (at) => Number(tails.some((tail) => fields[at]?.startsWith(tail))));
  const some = (is: (field: number) => number): ((list: number) => number) =>
    onceEach(roleLists.length, (list) => Number(roleLists[list]?.some((role) => is(role) === 1)));
  const [someEnd, someBegin] = [some(ends), some(begins)];
  return {
    ofKin(kin) {
      const [head, tail, list] = [kinHeads[kin], kinTails[kin], kinRoles[kin] ?? 0];
      const isIn =
        tail === undefined
          ? someBegin(list) === 1 && (head === undefined || ends(head) === 1)
          : begins(tail) === 1 && someEnd(list) === 1;
      return isIn ? 'perhaps' : 'no';
    },
    ofRow(row) {
      const [naming, role] = [namings[row], roles[row] ?? 0];
      if (naming === ownName || (naming === ofTail ? ends(role) : begins(role)) === 0) return false;
      return textOf(index, row).includes(word);
    },
  };
}

/** What stands before each sign of the word. */
function headsOf(word: string): readonly string[] {
  const heads: string[] = [];
  for (let at = 0; at < word.length; at += 1)
    if (runsOf(word.charAt(at)).length === 0) heads.push(word.slice(0, at));
  return heads;
}

/** Whether a row has letters, in order in none of its fields, in order in such a name. */
export function spansLoosely(index: SearchIndex, part: string): SearchTest {
  const { rows, fields, fieldLetters, kin, kinHeads, kinTails, kinRoles, roles, roleLists, namings } = index;
  const first = letterBits(part.charAt(0));
  const begun = onceEach(fields.length, (at) =>
    (first & ~(fieldLetters[at] ?? 0)) === 0 ? lettersAtEnd(fields[at] ?? '', part) : 0,
  );
  const ended = onceEach(fields.length, (at) => lettersAtStart(fields[at] ?? '', part));
  const most = (letters: (field: number) => number): ((list: number) => number) =>
    onceEach(roleLists.length, (list) => {
      const its = [...(roleLists[list] ?? [])].map(letters);
      // A role with all of them has them in order itself.
      return Math.max(0, ...its.filter((one) => one < part.length));
    });
  const [mostBegun, mostEnded] = [most(begun), most(ended)];
  const isIn = (its: number, ofBegun: number, ofEnded: number): boolean => {
    const [head, tail] = [kinHeads[its], kinTails[its]];
    if (tail !== undefined) return ofBegun + ended(tail) >= part.length;
    return head !== undefined && begun(head) + ofEnded >= part.length;
  };
  return {
    ofKin(its) {
      const list = kinRoles[its] ?? 0;
      return isIn(its, mostBegun(list), mostEnded(list)) ? 'perhaps' : 'no';
    },
    ofRow(row) {
      const [naming, role] = [namings[row], roles[row] ?? 0];
      if (naming === ownName || !isIn(kin[row] ?? 0, begun(role), ended(role))) return false;
      const { name = '', roleName = '' } = rows[row] ?? {};
      return name.at(naming === ofTail ? roleName.length : -1 - roleName.length) !== ' ';
    },
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
