import { describe, expect, it } from 'vitest';
import { byFrecency, usedAgain, weightAt, type Uses } from '../../../src-main/core/profiles/frecency.ts';
import { createRecents } from '../../../src-main/core/profiles/recents.ts';
import { standingStep } from '../../../src-main/core/profiles/standingStep.ts';
import { fc } from '../../support/fc.ts';
import { createTestMemory } from '../../support/signInDomain.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const [minute, day] = [60_000, 24 * 60 * 60_000];
const now = 400 * day;

function usedAt(...times: readonly number[]): Uses {
  const [first = now, ...others] = times;
  return others.reduce(usedAgain, usedAgain(undefined, first));
}

const ofAll = (uses: Readonly<Record<string, Uses>>, at = now) =>
  byFrecency(new Map(Object.entries(uses)), at);

describe('what I use often and lately comes first', () => {
  it('daily work before what I opened once, a moment ago', () => {
    const daily = usedAt(...[5, 4, 3, 2, 1].map((days) => now - days * day));
    expect(ofAll({ once: usedAt(now), daily })).toEqual(['daily', 'once']);
  });

  it('what I left two months ago gives way, however often I used it then', () => {
    const then = usedAt(...Array.from({ length: 20 }, (_, at) => now - (80 - at) * day));
    expect(ofAll({ then, lately: usedAt(now - day) })).toEqual(['lately', 'then']);
  });

  it('a use weighs half after a week', () => {
    expect(weightAt(usedAt(now - 7 * day), now)).toBe(0.5);
  });

  it('a terminal that asks every minute for an hour counts a few times, not sixty', () => {
    const asking = usedAt(...Array.from({ length: 60 }, (_, at) => now - (60 - at) * minute));
    expect(asking.weight).toBeLessThan(7);
    expect(asking.at).toBe(now - minute);
  });

  it('of two used as often, the one used last', () => {
    expect(ofAll({ a: usedAt(now - 2 * minute), b: usedAt(now - minute) })).toEqual(['b', 'a']);
  });

  it('the order does not change while nothing is used', () => {
    const times = fc.array(fc.nat({ max: 300 }), { minLength: 1, maxLength: 5 });
    const someUses = fc.dictionary(fc.string({ minLength: 1 }), times, { maxKeys: 6 });
    fc.assert(
      fc.property(someUses, fc.nat({ max: 60 }), (given, later) => {
        const uses = Object.entries(given).map(
          ([id, days]) => [id, usedAt(...days.sort((a, b) => b - a).map((ago) => now - ago * day))] as const,
        );
        const after = byFrecency(new Map(uses), now + later * day);
        expect(after).toEqual(byFrecency(new Map(uses), now));
      }),
    );
  });

  it('a use from a clock that went ahead is a use of now, not for ever the first', () => {
    const ahead = usedAt(now + 365 * day);
    expect(ofAll({ ahead, twice: usedAt(now - 30 * minute, now) })[0]).toBe('twice');
  });
});

describe('among equally good matches', () => {
  it('favourites are first, then the first few one by one, and what was never used is last', () => {
    expect([0, 1, 6].map((rank) => standingStep(false, rank))).toEqual([1, 2, 7]);
    expect(standingStep(true, undefined)).toBe(0);
    expect(standingStep(false, undefined)).toBe(15);
  });

  it('no one that is used less stands before one that is used more, and all before the rest', () => {
    const steps = Array.from({ length: 200 }, (_, rank) => standingStep(false, rank));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(Math.max(...steps)).toBeLessThan(15);
  });
});

describe('recents', () => {
  it('are read on from a version that kept the last use alone', async () => {
    const memory = createTestMemory();
    await memory.write('recents', { old: 1000, older: 500 });
    const recents = createRecents(memory, createVirtualClock());
    expect((await recents.times()).map(([id]) => id)).toEqual(['old', 'older']);
  });

  it('are there after a restart, with how often', async () => {
    const [memory, clock] = [createTestMemory(), createVirtualClock()];
    const recents = createRecents(memory, clock);
    for (let use = 0; use < 3; use += 1) {
      await recents.used('daily');
      clock.jump(60 * minute);
    }
    await recents.used('once');
    expect(await createRecents(memory, clock).times()).toEqual(await recents.times());
    expect((await recents.times())[0]?.[0]).toBe('daily');
  });

  it('keep the one that was just used, and forget the least of more than 200', async () => {
    const [memory, clock] = [createTestMemory(), createVirtualClock()];
    const recents = createRecents(memory, clock);
    for (let at = 0; at < 201; at += 1) {
      await recents.used(`profile-${at}`);
      clock.jump(minute);
    }
    const ids = (await recents.times()).map(([id]) => id);
    expect(ids).toHaveLength(200);
    expect(ids[0]).toBe('profile-200');
    expect(ids).not.toContain('profile-0');
  });
});
