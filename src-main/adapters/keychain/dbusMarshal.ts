/**
 * The wire form of D-Bus values, as far as the Secret Service needs it. Arrays, structs and dictionary entries
 * are JavaScript arrays; a dictionary is an array of [key, value].
 */
export type DbusValue = string | number | boolean | DbusVariant | readonly DbusValue[];

export interface DbusVariant {
  readonly signature: string;
  readonly value: DbusValue;
}

/** Multiples that values of a type start at. */
const alignments: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, b: 4, u: 4, s: 4, o: 4, a: 4 },
  ...{ '(': 8, '{': 8 },
};

function alignment(type: string): number {
  const known = alignments[type.charAt(0)];
  if (known === undefined) throw new Error(`D-Bus type ${type} is not known`);
  return known;
}

/** The complete types of a signature: `a{sv}uo` is `a{sv}`, `u`, `o`. */
export function splitSignature(signature: string): readonly string[] {
  const types: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < signature.length; at += 1) {
    const code = signature.charAt(at);
    if (code === '(' || code === '{') depth += 1;
    if (code === ')' || code === '}') depth -= 1;
    if (depth > 0 || code === 'a') continue;
    types.push(signature.slice(start, at + 1));
    start = at + 1;
  }
  if (start !== signature.length) throw new Error(`D-Bus signature ${signature} is cut short`);
  return types;
}

/** Values of `signature`, little-endian; padding counts from the first byte, which has to be a multiple of 8. */
export function marshal(signature: string, values: readonly DbusValue[]): Buffer {
  const bytes: number[] = [];
  writeAll(bytes, signature, values);
  return Buffer.from(bytes);
}

function writeAll(bytes: number[], signature: string, values: readonly DbusValue[]): void {
  splitSignature(signature).forEach((type, index) => {
    write(bytes, type, values[index] as DbusValue);
  });
}

function write(bytes: number[], type: string, value: DbusValue): void {
  writePadding(bytes, alignment(type));
  if (type === 'y') bytes.push(Number(value));
  else if (type === 'u' || type === 'b') writeNumber(bytes, Number(value), bytes.length);
  else if (type === 's' || type === 'o') {
    const text = Buffer.from(value as string);
    writeNumber(bytes, text.length, bytes.length);
    bytes.push(...text, 0);
  } else if (type === 'g') bytes.push((value as string).length, ...Buffer.from(value as string), 0);
  else if (type === 'v') {
    const variant = value as DbusVariant;
    write(bytes, 'g', variant.signature);
    write(bytes, variant.signature, variant.value);
  } else if (type.startsWith('a')) writeArray(bytes, type.slice(1), value as readonly DbusValue[]);
  else if (type.startsWith('(') || type.startsWith('{')) {
    writeAll(bytes, type.slice(1, -1), value as readonly DbusValue[]);
  } else throw new Error(`D-Bus type ${type} is not written`);
}

/** The length does not count the padding before the first element. */
function writeArray(bytes: number[], elementType: string, elements: readonly DbusValue[]): void {
  writePadding(bytes, 4);
  const lengthAt = bytes.length;
  writeNumber(bytes, 0, lengthAt);
  writePadding(bytes, alignment(elementType));
  const start = bytes.length;
  for (const element of elements) write(bytes, elementType, element);
  writeNumber(bytes, bytes.length - start, lengthAt);
}

function writePadding(bytes: number[], multiple: number): void {
  while (bytes.length % multiple !== 0) bytes.push(0);
}

function writeNumber(bytes: number[], value: number, at: number): void {
  for (let index = 0; index < 4; index += 1) bytes[at + index] = (value >>> (8 * index)) & 0xff;
}

interface Reader {
  readonly buffer: Buffer;
  readonly littleEndian: boolean;
  at: number;
}

/**
 * Reads the values of `signature` from `offset`, a multiple of 8.
 * @throws Error (also a RangeError) when the bytes end early or do not fit the signature
 */
export function unmarshal(
  signature: string,
  buffer: Buffer,
  littleEndian: boolean,
  offset = 0,
): readonly DbusValue[] {
  const reader: Reader = { buffer, littleEndian, at: offset };
  return splitSignature(signature).map((type) => read(reader, type));
}

function read(reader: Reader, type: string): DbusValue {
  skipPadding(reader, alignment(type));
  if (type === 'y') return readNumber(reader, 1);
  if (type === 'b') return readNumber(reader, 4) !== 0;
  if (type === 'u') return readNumber(reader, 4);
  if (type === 's' || type === 'o') return readText(reader, readNumber(reader, 4));
  if (type === 'g') return readText(reader, readNumber(reader, 1));
  if (type === 'v') {
    const signature = readText(reader, readNumber(reader, 1));
    return { signature, value: read(reader, signature) };
  }
  if (type.startsWith('a')) return readArray(reader, type.slice(1));
  if (type.startsWith('(') || type.startsWith('{')) {
    return splitSignature(type.slice(1, -1)).map((inner) => read(reader, inner));
  }
  throw new Error(`D-Bus type ${type} is not read`);
}

function readArray(reader: Reader, elementType: string): readonly DbusValue[] {
  const length = readNumber(reader, 4);
  skipPadding(reader, alignment(elementType));
  const end = reader.at + length;
  if (end > reader.buffer.length) throw new RangeError('A D-Bus array ends after its message');
  const elements: DbusValue[] = [];
  while (reader.at < end) elements.push(read(reader, elementType));
  return elements;
}

function readText(reader: Reader, length: number): string {
  const end = reader.at + length;
  if (end >= reader.buffer.length) throw new RangeError('A D-Bus text ends after its message');
  const text = reader.buffer.toString('utf8', reader.at, end);
  reader.at = end + 1;
  return text;
}

function readNumber(reader: Reader, size: 1 | 4): number {
  const { buffer, littleEndian, at } = reader;
  reader.at += size;
  return littleEndian ? buffer.readUIntLE(at, size) : buffer.readUIntBE(at, size);
}

function skipPadding(reader: Reader, multiple: number): void {
  reader.at = Math.ceil(reader.at / multiple) * multiple;
}
