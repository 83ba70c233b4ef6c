/**
 * What `of` says of a number, asked once: of numbers from 0 to `count`, of which most are asked again and again.
 *
 * @param of 0 to 65,534
 */
export function onceEach(count: number, of: (at: number) => number): (at: number) => number {
  // 1 more than it is: 0 is not known yet.
  const known = new Uint16Array(count);
  return (at) => {
    const its = known[at] ?? 0;
    if (its !== 0) return its - 1;
    const now = of(at);
    known[at] = now + 1;
    return now;
  };
}
