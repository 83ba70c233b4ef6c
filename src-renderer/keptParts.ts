/**
 * `after` with the parts of `before` that are the same in words, so that what was made of them is not made again: a
 * push seldom changes more than one. Both must be what JSON can say.
 */
export function keptParts<Of extends object>(before: Of | undefined, after: Of): Of {
  if (before === undefined) return after;
  const parts = Object.entries(after).map(([name, part]: [string, unknown]) => {
    const old: unknown = before[name as keyof Of];
    return [name, JSON.stringify(old) === JSON.stringify(part) ? old : part] as const;
  });
  return Object.fromEntries(parts) as Of;
}
