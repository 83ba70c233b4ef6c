import { expect, test } from 'vitest';
import { limiter } from './limiter.ts';

test('20 a second with a burst of 1: one each 50 ms, and a rest saves up nothing', () => {
  let now = 0;
  const clock = {
    now: () => now,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    set: () => undefined,
  };
  const mayPass = limiter(clock, () => ({ perSecond: 20, burst: 1 }));
  const after = (milliseconds: number): boolean => {
    clock.advance(milliseconds);
    return mayPass();
  };
  expect([0, 0, 49, 1, 50, 10_000, 0].map(after)).toEqual([true, false, false, true, true, true, false]);
});
