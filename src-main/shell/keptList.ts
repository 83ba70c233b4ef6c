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
/** Bytes that the first screen is looked for in: a hundred rows take less than half of them. */
const mostOfScreen = 128 * 1024;

/**
 * The list as the window showed it last, so that the next start shows it before anything is worked out. It is in force
 * only while the files that it was made of are untouched, and only for this version; it holds what the window shows,
 * and no secret.
 */
export interface KeptList {
  /** The top of the list alone, which is at hand sooner; undefined where the list is short or none is in force. */
  readonly readScreen: () => Promise<FirstScreen | undefined>;
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
    async readScreen() {
      return screenOf(headOf((await firstBytes(path)).toString('utf8'), stamp()));
    },
    async read() {
      const text = await readFile(path, 'utf8').catch(() => '');
      const head = headOf(text, stamp());
      if (head === undefined) return undefined;
      const rest = text.slice(head.length);
      if (digestOf(rest) !== head.ofRows) return undefined;
      return { screen: screenOf(head), texts: rest === '' ? [] : rest.split('\n') };
    },
    async write(of, { screen, texts }) {
      const first = screen === undefined ? '' : JSON.stringify(screen);
      const rest = texts.join('\n');
      const lines = [of, digestOf(first), digestOf(rest), first, rest];
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

/** The four lines in front of the rows. */
interface Head {
  readonly screen: string;
  readonly ofRows: string;
  readonly length: number;
}

/** The page takes the list as it is: a damaged one, which would leave it without any, is none. */
function headOf(text: string, stamp: string): Head | undefined {
  const lines = text.split('\n', 4);
  const [of, ofScreen, ofRows, screen] = lines;
  if (of !== stamp || ofRows === undefined || screen === undefined || digestOf(screen) !== ofScreen)
    return undefined;
  return { screen, ofRows, length: lines.join('\n').length + 1 };
}

function screenOf(head: Head | undefined): FirstScreen | undefined {
  return head === undefined || head.screen === '' ? undefined : (JSON.parse(head.screen) as FirstScreen);
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostOfScreen), 0, mostOfScreen, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function writingOf(path: string): string {
  const { ino, size, mtimeNs } = statSync(path, { bigint: true, throwIfNoEntry: false }) ?? {};
  return `${ino} ${size} ${mtimeNs}`;
}
