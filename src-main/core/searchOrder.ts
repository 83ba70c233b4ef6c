import { onceEach } from './onceEach.ts';
import { fieldOf, type SearchIndex } from './searchIndex.ts';
import { nearEnd } from './searchLetters.ts';

/**
 * Whether a row's runs have all parts of a word, one behind the other. Where what the rows of an account share has them,
 * each of these rows has; where it has not, only a role or a name with one of the parts can help.
 */
export function inOrder(index: SearchIndex, parts: readonly string[]): (row: number) => boolean {
  const { fields, kin, kinFields, roles, namedByBoth } = index;
  const all = parts.length;
  const steps = onceEach(fields.length * all, (at) => stepsIn(index, Math.floor(at / all), parts, at % all));
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

/** How many parts of a word, from `first` on, stand in a field one behind the other. */
function stepsIn(index: SearchIndex, field: number, parts: readonly string[], first: number): number {
  let part = first;
  for (const run of index.fieldRuns[field] ?? []) part += partsIn(index.lowerRuns[run] ?? '', parts, part);
  return part - first;
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
