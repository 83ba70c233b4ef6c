import { createHash } from 'node:crypto';
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
      const [of, digest] = text.split('\n', 2);
      if (of !== stamp() || digest === undefined) return undefined;
      const rest = text.slice(of.length + digest.length + 2);
      // The page takes it as it is: a damaged one would leave it without a list.
      if (digest !== digestOf(rest)) return undefined;
      const [screen = '', ...texts] = rest.split('\n');
      return { screen: screen === '' ? undefined : (JSON.parse(screen) as FirstScreen), texts };
    },
    async write(of, { screen, texts }) {
      const rest = [screen === undefined ? '' : JSON.stringify(screen), ...texts].join('\n');
      await writeAtomic({ path, bytes: Buffer.from([of, digestOf(rest), rest].join('\n')), mode: 0o600 });
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

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function writingOf(path: string): string {
  const { ino, size, mtimeNs } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {};
  return `${ino} ${size} ${mtimeNs}`;
}
