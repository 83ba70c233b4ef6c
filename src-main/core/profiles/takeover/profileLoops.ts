/**
 * The loop that each profile ends in, for those that do; `parents` says from which other one a profile starts.
 * Each profile is walked once, however long the lines are.
 */
export function profileLoops(
  parents: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly [string, ...string[]]> {
  const loops = new Map<string, readonly [string, ...string[]]>();
  const walked = new Set<string>();
  for (const start of parents.keys()) {
    const path = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !walked.has(at)) {
      walked.add(at);
      path.add(at);
      at = parents.get(at);
    }
    if (at === undefined) continue;
    const line = [...path];
    const loop = path.has(at) ? ([at, ...line.slice(line.indexOf(at) + 1)] as const) : loops.get(at);
    if (loop === undefined) continue;
    for (const name of line) loops.set(name, loop);
  }
  return loops;
}
