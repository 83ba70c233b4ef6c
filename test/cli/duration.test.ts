import { describe, expect, it } from 'vitest';
import { duration } from '../../src-main/cli/duration.ts';

const range = { from: 60, to: 12 * 3600 };

describe('a duration on the command line', () => {
  it.each([
    ['8h', 28_800],
    ['90m', 5400],
    ['1h30m', 5400],
    ['60s', 60],
    ['12h', 43_200],
  ])('%s is read as %d seconds', (text, seconds) => {
    expect(duration('--for', text, range)).toBe(seconds);
  });

  it.each(['', '8', 'h', '8 h', '-1h', '1.5h', '1m1h', '8H', '59s', '12h1s', '13h', '0m'])(
    '“%s” is refused',
    (text) => {
      expect(() => duration('--for', text, range)).toThrow(
        expect.objectContaining({ code: 'bad-input' }) as Error,
      );
    },
  );

  it('a refusal says the range', () => {
    expect(() => duration('--for', '13h', range)).toThrow('--for takes 1 min to 12 h.');
  });
});
