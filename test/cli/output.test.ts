import { describe, expect, it } from 'vitest';
import { painter, table, timeLeft } from '../../src-main/cli/output.ts';
import { textWidth } from '../../src-main/cli/textWidth.ts';
import { fc } from '../support/fc.ts';

describe('time left', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    ['2026-01-01T02:05:30Z', '2 h 5 min left'],
    ['2026-01-01T00:59:59Z', '59 min left'],
    ['2026-01-01T00:00:59Z', 'less than a minute left'],
    ['2026-01-01T00:00:00Z', 'expired'],
    ['2025-12-31T00:00:00Z', 'expired'],
  ])('until %s is “%s”', (end, words) => {
    expect(timeLeft(end, now)).toBe(words);
  });
});

describe('a table', () => {
  it('aligns its columns, wide characters counted as two', () => {
    expect(
      table([
        ['名前', 'x'],
        ['ab', 'y'],
        ['long', 'z'],
      ]),
    ).toEqual(['名前  x', 'ab    y', 'long  z']);
  });

  it('is never wider than the terminal, whatever stands in it', () => {
    const rows = fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 120 }), (cells, width) => {
        for (const line of table(cells, width)) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('is whole on a terminal that says it has no columns', () => {
    expect(table([['prod.Admin', '111122223333']], 0)).toEqual(['prod.Admin  111122223333']);
  });

  it('takes what could steer a terminal out of names that came from AWS', () => {
    expect(table([['\u001b[2Jname\u202e', '\u009b31m']]).join('')).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

describe('colours', () => {
  it.each([
    ['a pipe', { isTTY: false }, {}],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }],
    ['a terminal that has none', { isTTY: true }, { TERM: 'dumb' }],
  ])('are left out for %s', (_, stream, env) => {
    expect(painter(stream, env)('red', 'text')).toBe('text');
  });

  it('are there on a terminal', () => {
    expect(painter({ isTTY: true }, {})('red', 'text')).toBe('\u001b[31mtext\u001b[0m');
  });
});
