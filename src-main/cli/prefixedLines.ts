import type { Readable, Writable } from 'node:stream';

/** A line longer than this is broken, so that a program that writes no line's end does not fill the memory. */
const longest = 1024 * 1024;
const newline = 0x0a;

/** Writes what `from` brings to `to`, a whole line at a time and the prefix before each, so that no two mix. */
export function prefixedLines(from: Readable, to: Writable, prefix: string): void {
  const before = Buffer.from(prefix);
  let rest: Buffer = Buffer.alloc(0);
  const write = (line: Buffer): void => {
    to.write(Buffer.concat([before, line, Buffer.of(newline)]));
  };
  from.on('data', (piece: Buffer) => {
    let text = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (let end = text.indexOf(newline); end !== -1; end = text.indexOf(newline)) {
      write(text.subarray(0, end));
      text = text.subarray(end + 1);
    }
    for (; text.length > longest; text = text.subarray(longest)) write(text.subarray(0, longest));
    rest = text;
  });
  from.on('end', () => {
    if (rest.length > 0) write(rest);
  });
}
