import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log, Memory } from '../core/ports.ts';
import { writeAtomic } from './writeAtomic.ts';

/** One JSON file a document in the home's `state` folder, 0600. Writes of a document follow each other in order. */
export function createMemoryFiles(folder: string, log: Log): Memory {
  const writes = new Map<string, Promise<void>>();

  async function write(path: string, value: unknown): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeAtomic({ path, bytes: Buffer.from(`${JSON.stringify(value)}\n`), mode: 0o600 });
  }

  return {
    async read(document) {
      const path = join(folder, `${document}.json`);
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        const { code = null } = error as NodeJS.ErrnoException;
        if (code !== 'ENOENT') log.write('document-unreadable', { file: path, code });
        return undefined;
      });
      if (text === undefined) return undefined;
      try {
        return JSON.parse(text) as unknown;
      } catch {
        await rename(path, `${path}.damaged`).catch(() => undefined);
        log.write('document-set-aside', { file: `${path}.damaged` });
        return undefined;
      }
    },
    async write(document, value) {
      const path = join(folder, `${document}.json`);
      const before = writes.get(path) ?? Promise.resolve();
      const now = before.catch(() => undefined).then(() => write(path, value));
      writes.set(path, now);
      await now;
    },
  };
}
