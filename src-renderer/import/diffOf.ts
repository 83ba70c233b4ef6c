interface DiffLine {
  readonly sign: '−' | '+' | '=';
  readonly said: 'before' | 'after' | 'same';
  readonly line: string;
}

/**
 * Lines as they are and as they would be; what stays is said once. In their order: of a chain whose roles change
 * places, or that loses one of two policies that read the same, something goes and something comes.
 */
export function diffOf({
  before,
  after,
}: {
  readonly before: readonly string[];
  readonly after: readonly string[];
}): readonly DiffLine[] {
  const [gone, come] = [before[0], after[0]];
  if (gone === undefined && come === undefined) return [];
  if (gone !== undefined && gone === come) {
    return [
      { sign: '=', said: 'same', line: gone },
      ...diffOf({ before: before.slice(1), after: after.slice(1) }),
    ];
  }
  const last = before.at(-1);
  if (last !== undefined && last === after.at(-1)) {
    const rest = diffOf({ before: before.slice(0, -1), after: after.slice(0, -1) });
    return [...rest, { sign: '=', said: 'same', line: last }];
  }
  return [
    ...before.map((line) => ({ sign: '−', said: 'before', line }) as const),
    ...after.map((line) => ({ sign: '+', said: 'after', line }) as const),
  ];
}
