import { onceEach } from './onceEach.ts';
import { fieldOf, type SearchIndex } from './searchIndex.ts';
import { letterBits, nearEnd } from './searchLetters.ts';

/**
 * Whether a row's runs have all parts of a word, one behind the other. Where what the rows of an account share has them,
 * each of these rows has; where it has not, only a role or a name with one of the parts can help.
 */
export function inOrder(index: SearchIndex, parts: readonly string[]): (row: number) => boolean {
  const { fields, fieldRuns, lowerRuns, runLetters, kin, kinFields, roles, namedByBoth } = index;
  const [all, letters] = [parts.length, parts.map(letterBits)];
  const inRun = onceEach(lowerRuns.length * all, (at) => {
    const run = Math.floor(at / all);
    const lacks = (letters[at % all] ?? 0) & ~(runLetters[run] ?? 0);
    return lacks === 0 ? partsIn(lowerRuns[run] ?? '', parts, at % all) : 0;
  });
  const steps = onceEach(fields.length * all, (at) => {
    const first = at % all;
    let part = first;
    for (const run of fieldRuns[Math.floor(at / all)] ?? []) if (part < all) part += inRun(run * all + part);
    return part - first;
  });
  const onwards = (part: number, field: number): number =>
    part < all ? part + steps(field * all + part) : part;
  const shared = onceEach(kinFields.length, (its) =>
    Number((kinFields[its] ?? []).reduce(onwards, 0) === all),
  );
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
  return (row) =>
    shared(kin[row] ?? 0) === 1 || ((namedByBoth[row] === 0 || helps(roles[row] ?? 0) === 1) && rowHas(row));
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
