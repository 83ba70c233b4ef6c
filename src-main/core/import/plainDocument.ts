import { AppError } from '../errors.ts';

export const deepest = 32;
/** Values in one file. */
const most = 60_000;
const taken: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A parsed file as plain values, built anew, so that nothing of the parser's own is in it.
 * @throws AppError file-invalid for keys that are a part of every object, for what lies too deep, and for too much
 */
export function plainDocument(value: unknown, what: string): unknown {
  let count = 0;
  const plain = (one: unknown, depth: number): unknown => {
    count += 1;
    if (count > most) throw new AppError('file-invalid', `${what} has more than ${most} values.`);
    if (depth > deepest) throw new AppError('file-invalid', `${what} is nested too deeply.`);
    if (Array.isArray(one)) return one.map((item) => plain(item, depth + 1));
    if (typeof one !== 'object' || one === null || one instanceof Date) return one;
    const entries = Object.entries(one);
    const bad = entries.find(([key]) => taken.has(key));
    if (bad !== undefined) throw new AppError('file-invalid', `${what} has a key “${bad[0]}”.`);
    return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, depth + 1)]));
  };
  return plain(value, 0);
}
