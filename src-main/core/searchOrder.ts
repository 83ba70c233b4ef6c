import { onceEach } from './onceEach.ts';
import { fieldOf, type SearchIndex } from './searchIndex.ts';
import { letterBits, nearEnd } from './searchLetters.ts';
import { ownName } from './searchNames.ts';
import type { SearchTest } from './searchTest.ts';

/**
 * Whether rows' runs have all parts of a word, one behind the other. Where what the rows of an account share has them,
 * each of these rows has; where it has not, only a role or a name with one of the parts can help.
 *
 * @param has whether a field has a part, by their indices
 */
export function inOrder(
  index: SearchIndex,
  parts: readonly string[],
  has: (field: number, part: number) => boolean,
): SearchTest {
  const {
    fields,
    fieldRuns,
    lowerRuns,
    runLetters,
    kinFields,
    kinAlone,
    kinRoles,
    roles,
    roleLists,
    namings,
  } = index;
  const [all, letters] = [parts.length, parts.map(letterBits)];
  const within = onceEach(fields.length * all, (at) => {
    const first = at % all;
    let part = first;
    const field = Math.floor(at / all);
    for (const run of fieldRuns.items.subarray(fieldRuns.starts[field], fieldRuns.starts[field + 1])) {
      const lacks = (letters[part] ?? 0) & ~(runLetters[run] ?? 0);
      if (lacks === 0) part += partsIn(lowerRuns[run] ?? '', parts, part);
    }
    return part - first;
  });
  const onwards = (part: number, field: number): number => {
    if (part === all || !has(field, part)) return part;
    // Most have one part alone, and where it is says nothing then.
    return part + (part + 1 < all && has(field, part + 1) ? within(field * all + part) : 1);
  };
  const helps = onceEach(fields.length, (field) =>
    Number(parts.some((_, part) => onwards(part, field) > part)),
  );
  const rowHas = (row: number): boolean => {
    let part = 0;
    for (let nth = 0; part < all; nth += 1) {
      const field = fieldOf(index, row, nth);
      if (field === undefined) return false;
      part = onwards(part, field);
    }
    return true;
  };
  const someHelps = onceEach(roleLists.length, (its) =>
    Number(roleLists[its]?.some((role) => helps(role) === 1)),
  );
  return {
    ofKin(kin) {
      let part = 0;
      const { starts, items } = kinFields;
      for (let at = starts[kin] ?? 0; at < (starts[kin + 1] ?? 0); at += 1)
        part = onwards(part, items[at] ?? 0);
      if (part === all) return 'yes';
      return kinAlone[kin] === 1 || someHelps(kinRoles[kin] ?? 0) === 1 ? 'perhaps' : 'no';
    },
    ofRow: (row) => (namings[row] === ownName || helps(roles[row] ?? 0) === 1) && rowHas(row),
  };
}

/** How many parts of a word, from `part` on, stand in a run one behind the other. */
function partsIn(lower: string, parts: readonly string[], part: number): number {
  let end = 0;
  for (let next = part; next < parts.length; next += 1) {
    end = nearEnd(lower, parts[next] ?? '', end);
    if (end === -1) return next - part;
  }
  return parts.length - part;
}
