import { expect, test } from 'vitest';
import {
  marshal,
  splitSignature,
  unmarshal,
  type DbusValue,
} from '../../../src-main/adapters/keychain/dbusMarshal.ts';
import { fc } from '../../support/fc.ts';

test('a signature is cut into its complete types', () => {
  expect(splitSignature('a{sv}uo(ya(ss))aas')).toEqual(['a{sv}', 'u', 'o', '(ya(ss))', 'aas']);
  expect(splitSignature('')).toEqual([]);
  expect(() => splitSignature('a')).toThrow('cut short');
  expect(() => splitSignature('(ss')).toThrow('cut short');
});

test('values lie where the specification puts them', () => {
  // An array's length does not count the padding in front of its first struct.
  expect(marshal('ya(yu)', [7, [[1, 2]]]).toString('hex')).toBe(
    ['07000000', '08000000', '01000000', '02000000'].join(''),
  );
  expect(marshal('vs', [{ signature: 'b', value: true }, 'é']).toString('hex')).toBe(
    ['01620000', '01000000', '02000000', 'c3a900'].join(''),
  );
});

test('big-endian answers are read too', () => {
  expect(unmarshal('us', Buffer.from('000001000000000261620000', 'hex'), false)).toEqual([256, 'ab']);
});

const text = fc.string({ unit: 'binary' });
const typed = fc.letrec<{ value: [string, DbusValue] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(fc.constantFrom('s', 'o'), text),
    fc.tuple(fc.constant('u'), fc.nat()),
    fc.tuple(fc.constant('y'), fc.nat(255)),
    fc.tuple(fc.constant('b'), fc.boolean()),
    fc.tuple(fc.constant('as'), fc.array(text)),
    fc.tuple(fc.constant('a{ss}'), fc.array(fc.tuple(text, text))),
    tie('value').map(([signature, value]): [string, DbusValue] => ['v', { signature, value }]),
    fc
      .array(tie('value'), { minLength: 1, maxLength: 3 })
      .map((members): [string, DbusValue] => [
        `(${members.map(([type]) => type).join('')})`,
        members.map(([, value]) => value),
      ]),
  ),
})).value;

test('what was written is read again', () => {
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 4 }), (values) => {
      const signature = values.map(([type]) => type).join('');
      const all = values.map(([, value]) => value);
      expect(unmarshal(signature, marshal(signature, all), true)).toEqual(all);
    }),
  );
});

test('bytes that do not fit are an error and never a wait', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        unmarshal('yyyyuua(yv)', Buffer.from(bytes), true);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { numRuns: 2000 },
  );
});
