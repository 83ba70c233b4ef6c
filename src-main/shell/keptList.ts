import { statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../adapters/writeAtomic.ts';
import { ownVersion } from '../agent/ownVersion.ts';
import type { FirstScreen } from '../contract.ts';

/** What the rows are made of. Nothing but these files changes them while nobody runs. */
const sources = [
  'settings.json',
  'state/account-roles.json',
  'state/deliveries.json',
  'state/federated-roles.json',
];
export interface KeptRows {
  /** Undefined where the list is short. */
  readonly screen: FirstScreen | undefined;
  /** All rows, packed. */
  readonly texts: readonly string[];
}

/** Bytes of the first line, which says what the rows were made of: it is replaced in its place. */
const headLength = 512;

/**
 * The list as the window showed it last, so that the next start shows it before anything is worked out. It is in force
 * only while the files that it was made of are untouched, and only for this version; it holds what the window shows,
 * and no secret.
 */
export interface KeptList {
  /** Undefined where there is none in force. */
  readonly read: () => Promise<KeptRows | undefined>;
  /** Says which writings of the sources the rows are made of now. */
  readonly stamp: () => string;
  /** @throws the file system's error */
  readonly write: (stamp: string, rows: KeptRows) => Promise<void>;
  /** The rows that were written last are those of these sources, too. @throws the file system's error */
  readonly restamp: (stamp: string) => Promise<void>;
}

export function createKeptList(home: string): KeptList {
  const path = join(home, 'state', 'shown-rows');
  const stamp = (): string =>
    JSON.stringify([ownVersion, ...sources.map((source) => writingOf(join(home, source)))])
      .slice(0, headLength - 1)
      .padEnd(headLength - 1);
  return {
    stamp,
    async read() {
      const text = await readFile(path, 'utf8').catch(() => '');
      const [of, screen, ...texts] = text.split('\n');
      if (of !== stamp() || screen === undefined || texts.length === 0) return undefined;
      return { screen: screen === '' ? undefined : (JSON.parse(screen) as FirstScreen), texts };
    },
    async write(of, { screen, texts }) {
      const lines = [of, screen === undefined ? '' : JSON.stringify(screen), ...texts];
      await writeAtomic({ path, bytes: Buffer.from(lines.join('\n')), mode: 0o600 });
    },
    async restamp(of) {
      const file = await open(path, 'r+');
      try {
        await file.write(of, 0, 'latin1');
      } finally {
        await file.close();
      }
    },
  };
}

function writingOf(path: string): string {
  const { ino, size, mtimeNs } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {};
  return `${ino} ${size} ${mtimeNs}`;
}
