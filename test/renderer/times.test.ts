import { describe, expect, it } from 'vitest';
import { ago, timeLeft, timeOfDay } from '../../src-renderer/times.ts';

const minute = 60_000;

describe('time left', () => {
  it.each([
    [0, '< 1 min'],
    [minute - 1, '< 1 min'],
    [minute, '1 min'],
    [42.9 * minute, '42 min'],
    [60 * minute, '1h'],
    [372.5 * minute, '6h 12m'],
  ])('of %d ms is %s: what is said to be left is left', (milliseconds, words) => {
    expect(timeLeft(milliseconds)).toBe(words);
  });
});

describe('a time', () => {
  const now = new Date(2026, 10, 22, 9, 30).getTime();

  it('names the day only where it is another one', () => {
    expect(timeOfDay(now + 90 * minute, now)).not.toContain('2026');
    expect(timeOfDay(now + 24 * 60 * minute, now)).toContain('2026');
  });

  it.each([
    [0.5, 'just now'],
    [2, '2 minutes ago'],
    [90, '1 hour ago'],
    [26 * 60, 'yesterday'],
  ])('%d minutes past is %s', (minutes, words) => {
    expect(ago(now - minutes * minute, now)).toBe(words);
  });
});
