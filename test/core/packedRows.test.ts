import { expect, it } from 'vitest';
import { packRows, unpackRows } from '../../src-main/core/packedRows.ts';
import { fc } from '../support/fc.ts';

const row = fc.record(
  {
    id: fc.string(),
    name: fc.oneof(fc.string(), fc.constantFrom('1', '[1]', 'null')),
    accountName: fc.option(fc.constantFrom('pay', 'zürich', '[null]', 'null')),
    labels: fc.array(fc.constantFrom('prod', 'test'), { maxLength: 2 }),
    asksFirst: fc.boolean(),
    alias: fc.string(),
  },
  { requiredKeys: ['id', 'name', 'accountName', 'labels', 'asksFirst'] },
);

it('rows come out of their packed text as they went in, whichever fields they lack', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      expect(unpackRows(packRows(rows))).toEqual(rows);
    }),
  );
});

it('the same rows make the same text, and it has no line break', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
      const text = packRows(rows);
      expect(packRows(unpackRows<object>(text))).toBe(text);
      expect(text).not.toContain('\n');
    }),
  );
});
