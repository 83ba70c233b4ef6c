/** Whether `one` is a later release than `other`; what is no release is never newer. */
export function isNewer(one: string, other: string): boolean {
  const [left, right] = [numbers(one), numbers(other)];
  if (left === undefined || right === undefined) return false;
  for (const [index, number] of left.entries()) {
    const against = right[index] ?? 0;
    if (number !== against) return number > against;
  }
  return false;
}

function numbers(version: string): number[] | undefined {
  const match = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+]|$)/.exec(version);
  return match?.slice(1).map(Number);
}
