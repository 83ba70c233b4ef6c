import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ago, timeLeft, timeOfDay, timesIn } from '../../src-renderer/times.ts';

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

describe('times and numbers', () => {
  const now = new Date(2026, 10, 22, 9, 30).getTime();
  const other = new Date(2026, 10, 24, 14, 5).getTime();

  /** Blanks that do not break, and marks of direction, are the locale’s own business. */
  const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200e\u200f]/g, '');

  it.each([
    ['en-US', '50,000', '6h 12m', '42 min', '2 minutes ago', '2:05 PM', 'Nov 24, 2026'],
    ['de-DE', '50.000', '6h, 12 Min.', '42 Min.', 'vor 2 Minuten', '14:05', '24.11.2026'],
    ['ar-EG', '٥٠٬٠٠٠', '٦ س و١٢ د', '٤٢ د', 'قبل دقيقتين', '٢:٠٥ م', '٢٤/١١/٢٠٢٦'],
    ['ja-JP', '50,000', '6h12m', '42 分', '2 分前', '14:05', '2026/11/24'],
    ['tr-TR', '50.000', '6s 12d', '42 dk.', '2 dakika önce', '14:05', '24 Kas 2026'],
  ])('are written as people with %s write them', (locale, count, left, minutes, past, time, day) => {
    const its = timesIn(locale);
    expect(plain(its.count(50_000))).toBe(count);
    expect(plain(its.timeLeft(372.5 * minute))).toBe(left);
    expect(plain(its.timeLeft(42 * minute))).toBe(minutes);
    expect(plain(its.ago(now - 2 * minute, now))).toBe(past);
    expect(plain(its.timeOfDay(other, other))).toBe(time);
    expect(plain(its.timeOfDay(other, now))).toContain(day);
  });
});

it('a language is looked up when the first number or time is said, and once: a list is painted before', () => {
  const asked: unknown[] = [];
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  vi.stubGlobal(
    'Intl',
    new Proxy(Intl, {
      get(of, name) {
        asked.push(name);
        return Reflect.get(of, name) as unknown;
      },
    }),
  );
  const { count } = timesIn('en');
  expect(asked).toEqual([]);
  expect([count(2_418), count(3)]).toEqual(['2,418', '3']);
  expect(asked).toEqual(['NumberFormat']);
});
