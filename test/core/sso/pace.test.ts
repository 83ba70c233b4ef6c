import { describe, expect, it } from 'vitest';
import { createPace } from '../../../src-main/core/sso/pace.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const never = new AbortController().signal;

/** Times of `turns` turns in milliseconds, on a machine whose timers are each late by what `late` says. */
async function turnsOn(turns: number, late: (turn: number) => number): Promise<number[]> {
  const clock = createVirtualClock();
  let turn = 0;
  const busy = {
    now: () => clock.now(),
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      clock.sleep(milliseconds + late((turn += 1)), signal),
  };
  const pace = createPace(busy);
  const times: number[] = [];
  for (let done = 0; done < turns; done += 1) {
    await pace.turn(never);
    times.push(clock.now());
  }
  return times;
}

const gaps = (times: readonly number[]): number[] => times.slice(1).map((time, at) => time - times[at]!);

describe('the pace of calls to the portal', () => {
  it('begins at 15 a second, evenly', async () => {
    for (const gap of gaps(await turnsOn(31, () => 0))) expect(gap).toBeCloseTo(1000 / 15);
  });

  it('makes up for timers that are late', async () => {
    const times = await turnsOn(31, () => 10);
    expect(times.at(-1)! - times[0]!).toBeLessThan(2050);
  });

  it('makes up for a long pause with no burst: calls stay 50 ms apart', async () => {
    const times = await turnsOn(40, (turn) => (turn === 10 ? 5000 : 0));
    for (const gap of gaps(times)) expect(gap).toBeGreaterThanOrEqual(50);
  });

  it('goes on when the clock is set back an hour', async () => {
    const clock = createVirtualClock();
    const pace = createPace(clock);
    await pace.turn(never);
    clock.jump(-3_600_000);
    const before = clock.now();
    await pace.turn(never);
    expect(clock.now() - before).toBeLessThan(100);
  });
});
