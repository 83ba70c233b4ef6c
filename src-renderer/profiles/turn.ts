/**
 * Which element shows what: number `at` of those drawn is at place `(turn + at) % count`. What stays in sight keeps its
 * element, and what comes takes that of what goes; where most is new, all elements stay in their order.
 */
export function createTurn(): (first: number, count: number) => number {
  let [before, turn] = [0, 0];
  return (first, count) => {
    const by = first - before;
    before = first;
    if (Math.abs(by) <= count / 2) turn += by;
    turn = (turn + count) % count;
    return turn;
  };
}
