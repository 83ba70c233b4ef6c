import { describe, expect, test } from 'vitest';
import { createChunkedSecret, type SecretItems } from '../../../src-main/adapters/keychain/chunkedSecret.ts';

/** Windows' limit for one item. */
const itemLimit = 2560;
const chunkBytes = 2000;

/** The kill comes before the step of this number; no number, no kill. */
function givenItems(kept = new Map<string, string>(), killAt = Infinity) {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps === killAt) throw new Error('killed');
  };
  const items: SecretItems = {
    read: (item) => {
      const value = kept.get(item);
      return Promise.resolve(value === undefined ? { state: 'absent' } : { state: 'found', value });
    },
    write: async (item, value) => {
      step();
      expect(Buffer.byteLength(value)).toBeLessThanOrEqual(itemLimit);
      kept.set(item, value);
      return Promise.resolve({ state: 'stored' });
    },
    remove: async (item) => {
      step();
      kept.delete(item);
      return Promise.resolve({ state: 'removed' });
    },
  };
  return { items, kept, steps: () => steps };
}

function text(bytes: number, letter = 'a'): string {
  return `${letter}${'é"漢😀\n'.repeat(Math.ceil(bytes / 11))}`.slice(0, Math.max(bytes, 1));
}

const sizes = [1, 100, 1799, 1800, 1801, 1999, 2000, 2001, 2560, 4000, 6001, 16_384, 65_536];

describe('a secret in a store of short items', () => {
  test.each(sizes)('of %i characters comes back as it was, whole or in pieces', async (size) => {
    const { items, kept } = givenItems();
    const secrets = createChunkedSecret(items, chunkBytes);
    for (const value of [text(size), 'x'.repeat(size)]) {
      expect(await secrets.write('corp', value)).toEqual({ state: 'stored' });
      expect(await secrets.read('corp')).toEqual({ state: 'found', value });
    }
    expect(await secrets.remove('corp')).toEqual({ state: 'removed' });
    expect(await secrets.read('corp')).toEqual({ state: 'absent' });
    expect([...kept.keys()]).toEqual([]);
  });

  test('leaves no piece of the value it replaced', async () => {
    const { items, kept } = givenItems();
    const secrets = createChunkedSecret(items, chunkBytes);
    await secrets.write('corp', text(10_000));
    await secrets.write('corp', 'short');
    expect([...kept.keys()]).toEqual(['corp']);
  });

  test.each([
    [9000, 7000],
    [3000, 9000],
    [100, 9000],
    [9000, 100],
  ])('killed anywhere while %i characters become %i is the old one or the new one', async (before, after) => {
    const [older, newer, newest] = [text(before, 'o'), text(after, 'n'), text(5000, 'l')];
    const base = givenItems();
    await createChunkedSecret(base.items, chunkBytes).write('corp', older);
    const snapshot = [...base.kept];
    const states = new Set<string>();
    for (let killAt = 1; ; killAt += 1) {
      const { items, kept, steps } = givenItems(new Map(snapshot), killAt);
      const outcome = await createChunkedSecret(items, chunkBytes)
        .write('corp', newer)
        .catch(() => 'killed');
      const secrets = createChunkedSecret(givenItems(kept).items, chunkBytes);
      const read = await secrets.read('corp');
      expect(read.state === 'found' && [older, newer].includes(read.value)).toBe(true);
      states.add(read.state === 'found' && read.value === newer ? 'new' : 'old');

      // What the kill left lies in nobody's way and goes with the next write.
      await secrets.write('corp', newest);
      expect(await secrets.read('corp')).toEqual({ state: 'found', value: newest });
      expect(kept.size).toBe(1 + Math.ceil(Buffer.byteLength(newest) / chunkBytes));
      await secrets.remove('corp');
      expect(kept.size).toBe(0);
      if (outcome !== 'killed') {
        expect(killAt).toBeGreaterThan(steps());
        break;
      }
    }
    expect(states).toEqual(new Set(['old', 'new']));
  });

  test('killed anywhere while it is removed is there or gone, and removing again clears it', async () => {
    const older = text(9000);
    for (let killAt = 1; killAt < 7; killAt += 1) {
      const { items, kept } = givenItems(new Map(), Infinity);
      await createChunkedSecret(items, chunkBytes).write('corp', older);
      const killed = createChunkedSecret(givenItems(kept, killAt).items, chunkBytes);
      await expect(killed.remove('corp')).rejects.toThrow('killed');
      const secrets = createChunkedSecret(givenItems(kept).items, chunkBytes);
      expect(['absent', 'found']).toContain((await secrets.read('corp')).state);
      expect(await secrets.remove('corp')).toEqual({ state: 'removed' });
      expect(kept.size).toBe(0);
    }
  });

  test.each([
    ['a piece is missing', (kept: Map<string, string>) => kept.delete('corp#1.1')],
    ['a piece is another', (kept: Map<string, string>) => kept.set('corp#1.1', 'x'.repeat(2000))],
    ['the header is none', (kept: Map<string, string>) => kept.set('corp', 'x')],
  ])('is never half of one: %s', async (_, damage) => {
    const { items, kept } = givenItems();
    const secrets = createChunkedSecret(items, chunkBytes);
    await secrets.write('corp', text(9000));
    damage(kept);
    expect(await secrets.read('corp')).toMatchObject({ state: 'unavailable' });
    expect(await secrets.write('corp', 'again')).toEqual({ state: 'stored' });
    expect(await secrets.read('corp')).toEqual({ state: 'found', value: 'again' });
  });

  test('tells of a locked keychain instead of starting to write', async () => {
    const { items, kept } = givenItems();
    const locked = { ...items, read: () => Promise.resolve({ state: 'locked' } as const) };
    const secrets = createChunkedSecret(locked, chunkBytes);
    expect(await secrets.read('corp')).toEqual({ state: 'locked' });
    expect(await secrets.write('corp', text(9000))).toEqual({ state: 'locked' });
    expect(kept.size).toBe(0);
  });
});
