import { describe, expect, it } from 'vitest';
import { createClockSkew } from '../../../src-main/core/health/clockSkew.ts';
import { createCorrectedClock } from '../../../src-main/core/health/correctedClock.ts';
import { endForPrograms } from '../../../src-main/core/health/endForPrograms.ts';
import { skewWords } from '../../../src-main/core/health/skewWords.ts';
import { createHandClock } from '../../support/handClock.ts';
import { fc } from '../../support/fc.ts';

const minute = 60_000;
const now = Date.parse('2026-03-01T12:00:00.300Z');

/** AWS's clock is `skew` ahead of ours; it looked at it when `part` of the round trip was over. */
function answer(skew: number, { trip = 100, part = 0.5, at = now } = {}) {
  const date = Math.floor((at + trip * part + skew) / 1000) * 1000;
  return { date, sentAt: at, receivedAt: at + trip };
}

describe('this machine’s clock', () => {
  it('is not corrected while it agrees with AWS’s within a minute, or AWS has said nothing', () => {
    const skew = createClockSkew();
    expect([skew.isKnown(), skew.offset()]).toEqual([false, 0]);
    for (const off of [0, 20_000, -58_000]) {
      skew.heard(answer(off));
      expect([skew.isKnown(), skew.offset()]).toEqual([true, 0]);
    }
  });

  it.each([14 * minute, -2 * 60 * minute, 3 * 24 * 60 * minute])(
    'is known to be %d ms off after one answer, to the second',
    (off) => {
      const skew = createClockSkew();
      skew.heard(answer(off));
      expect(Math.abs(skew.offset() - off)).toBeLessThanOrEqual(1000);
      const clock = createCorrectedClock(createHandClock(now), skew);
      expect(Math.abs(clock.now() - (now + off))).toBeLessThanOrEqual(1000);
    },
  );

  it('is not called wrong for an answer that took its time, wherever on the way it lay', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_000 }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        (trip, part) => {
          const skew = createClockSkew();
          skew.heard(answer(0, { trip, part }));
          expect(skew.offset()).toBe(0);
        },
      ),
    );
  });

  it('is not judged by an answer during which the machine slept, or its clock was set', () => {
    const skew = createClockSkew();
    skew.heard(answer(0, { trip: 8 * 60 * minute, part: 0 }));
    skew.heard({ date: now, sentAt: now, receivedAt: now - 5 * minute });
    skew.heard({ date: NaN, sentAt: now, receivedAt: now });
    expect(skew.isKnown()).toBe(false);
  });

  it('is not corrected by more than a certificate lives: such an answer is no time', () => {
    const skew = createClockSkew();
    const year = 365 * 24 * 60 * minute;
    for (const off of [-30 * year, 2 * year, 200_000 * year]) skew.heard(answer(off));
    expect([skew.isKnown(), skew.offset()]).toEqual([false, 0]);
  });

  it('stays what most answers say where a slow one says otherwise', () => {
    const skew = createClockSkew();
    for (let at = 0; at < 3; at += 1) skew.heard(answer(0));
    skew.heard(answer(5 * minute, { trip: 6_000 }));
    expect(skew.offset()).toBe(0);
  });

  it('is taken anew at the first quick answer after somebody set it right', () => {
    const skew = createClockSkew();
    const changes: number[] = [];
    skew.onChange(() => changes.push(skew.offset()));
    for (let at = 0; at < 5; at += 1) skew.heard(answer(14 * minute));
    skew.heard(answer(0));
    expect(skew.offset()).toBe(0);
    expect(changes).toHaveLength(2);
  });

  it('does not come and go at the edge, nor move with each answer', () => {
    const skew = createClockSkew();
    const changes: number[] = [];
    skew.onChange(() => changes.push(skew.offset()));
    for (const off of [61_000, 59_000, 61_500, 58_000, 62_000, 57_000]) skew.heard(answer(off));
    expect(changes).toHaveLength(1);
  });
});

describe('the end of keys that a program is told', () => {
  it('is what this machine’s clock will show then where that is behind, and never later than AWS’s', () => {
    expect(endForPrograms(now, 14 * minute)).toBe(now - 14 * minute);
    expect(endForPrograms(now, 0)).toBe(now);
    expect(endForPrograms(now, -120 * minute)).toBe(now);
  });
});

it('the skew in words', () => {
  expect(skewWords(14 * minute + 20_000)).toBe('This machine’s clock is 14 min behind AWS’s.');
  expect(skewWords(-61_000)).toBe('This machine’s clock is 1 min ahead of AWS’s.');
  expect(skewWords(-150 * minute)).toBe('This machine’s clock is 3 h ahead of AWS’s.');
  expect(skewWords(4 * 24 * 60 * minute)).toBe('This machine’s clock is 4 days behind AWS’s.');
});
