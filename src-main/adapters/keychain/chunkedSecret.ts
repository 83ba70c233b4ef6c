import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SecretRead, SecretStore, SecretTrouble } from '../../core/ports.ts';

export type SecretItems = Pick<SecretStore, 'read' | 'write' | 'remove'>;

/**
 * What an item holds: this header as one line of JSON, and behind it the value where it fits. A longer value is in
 * `chunks` items of its own, named by a generation.
 */
const header = z.strictObject({
  version: z.literal(1),
  /** Of the value, in UTF-8. */
  bytes: z.int().nonnegative(),
  sha256: z.string(),
  generation: z.union([z.literal(0), z.literal(1)]),
  chunks: z.int().nonnegative(),
});
type Header = z.infer<typeof header>;
type Generation = Header['generation'];

/** More than the longest header takes. */
const headerBytes = 200;

/**
 * Keeps values of any length in a store whose items hold at most `chunkBytes` (at least 256).
 *
 * The two generations take turns: a new value's chunks are written beside the old one's, and the header, which is one
 * write, turns to them. Killed between any two steps, the old value is there or the new one. The chunks of a
 * generation are always the first so many, because they are written upwards and removed downwards: what a kill left
 * is found by looking for one after the other.
 */
export function createChunkedSecret(items: SecretItems, chunkBytes: number): SecretItems {
  const read: SecretItems['read'] = async (item) => {
    const stored = await items.read(item);
    if (stored.state !== 'found') return stored;
    const parts = parse(stored.value);
    if (parts === undefined) return damaged;
    const value = await readChunks(items, item, parts.header);
    if (typeof value !== 'string') return value;
    return check(parts.header, parts.inline + value);
  };

  const write: SecretItems['write'] = async (item, value) => {
    const before = await items.read(item);
    if (isTrouble(before)) return before;
    const current = before.state === 'found' ? (parse(before.value)?.header.generation ?? 0) : 0;
    const generation = current === 0 ? 1 : 0;
    const cleared = await clear(items, item, generation);
    if (isTrouble(cleared)) return cleared;

    const chunks = split(value, chunkBytes);
    for (const [index, chunk] of chunks.entries()) {
      const written = await items.write(chunkName(item, generation, index), chunk);
      if (isTrouble(written)) return written;
    }
    const inline = chunks.length === 0 ? value : '';
    const turned = await items.write(
      item,
      format({ ...seal(value), generation, chunks: chunks.length }, inline),
    );
    if (isTrouble(turned)) return turned;
    // The value is stored. Old chunks that stay behind now go with the next write or with the item.
    await clear(items, item, current);
    return turned;
  };

  const remove: SecretItems['remove'] = async (item) => {
    const removed = await items.remove(item);
    if (isTrouble(removed)) return removed;
    const first = await clear(items, item, 0);
    return isTrouble(first) ? first : await clear(items, item, 1);
  };

  return { read, write, remove };

  function split(value: string, limit: number): readonly string[] {
    const bytes = Buffer.from(value);
    if (bytes.length <= limit - headerBytes) return [];
    const chunks: string[] = [];
    for (let start = 0, end = 0; start < bytes.length; start = end) {
      end = Math.min(start + limit, bytes.length);
      // Not between the bytes of one character: chunks are kept as text.
      while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
      chunks.push(bytes.toString('utf8', start, end));
    }
    return chunks;
  }
}

const damaged: SecretTrouble = {
  state: 'unavailable',
  reason: 'What the keychain holds is damaged; sign in again to replace it.',
};

function isTrouble(answer: { readonly state: string }): answer is SecretTrouble {
  return answer.state === 'locked' || answer.state === 'unavailable';
}

function chunkName(item: string, generation: Generation, index: number): string {
  return `${item}#${generation}.${index}`;
}

async function readChunks(
  items: SecretItems,
  item: string,
  { generation, chunks }: Header,
): Promise<string | SecretTrouble> {
  let value = '';
  for (let index = 0; index < chunks; index += 1) {
    const chunk = await items.read(chunkName(item, generation, index));
    if (chunk.state === 'absent') return damaged;
    if (chunk.state !== 'found') return chunk;
    value += chunk.value;
  }
  return value;
}

/** Removes every chunk of a generation, the last one first. */
async function clear(
  items: SecretItems,
  item: string,
  generation: Generation,
): Promise<{ readonly state: 'removed' } | SecretTrouble> {
  let count = 0;
  for (;;) {
    const chunk = await items.read(chunkName(item, generation, count));
    if (isTrouble(chunk)) return chunk;
    if (chunk.state === 'absent') break;
    count += 1;
  }
  for (let index = count - 1; index >= 0; index -= 1) {
    const removed = await items.remove(chunkName(item, generation, index));
    if (isTrouble(removed)) return removed;
  }
  return { state: 'removed' };
}

function seal(value: string): Pick<Header, 'version' | 'bytes' | 'sha256'> {
  const sha256 = createHash('sha256').update(value).digest('hex');
  return { version: 1, bytes: Buffer.byteLength(value), sha256 };
}

function check(expected: Header, value: string): SecretRead {
  const { bytes, sha256 } = seal(value);
  return bytes === expected.bytes && sha256 === expected.sha256 ? { state: 'found', value } : damaged;
}

function format(parts: Header, inline: string): string {
  return `${JSON.stringify(parts)}\n${inline}`;
}

function parse(stored: string): { readonly header: Header; readonly inline: string } | undefined {
  const end = stored.indexOf('\n');
  try {
    return { header: header.parse(JSON.parse(stored.slice(0, end))), inline: stored.slice(end + 1) };
  } catch {
    return undefined;
  }
}
