import { readdir, readFile, readlink } from 'node:fs/promises';

export interface ProgramSeen {
  readonly pid: number;
  readonly executable: string;
}

/**
 * The program whose connection from `port` of this machine leads to `ownPort`, as Linux tells it; null where it does
 * not, such as of other people's programs. For the journal only: nothing is decided by it.
 */
export async function programAt(port: number, ownPort: number): Promise<ProgramSeen | null> {
  if (process.platform !== 'linux') return null;
  const inode =
    (await inodeIn('/proc/net/tcp', port, ownPort)) ?? (await inodeIn('/proc/net/tcp6', port, ownPort));
  if (inode === undefined) return null;
  const pids = (await entriesOf('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  // Whoever asks is most likely one of the youngest.
  for (const pid of pids.toSorted((a, b) => b - a)) {
    if (await holds(pid, `socket:[${inode}]`)) {
      return { pid, executable: (await linkAt(`/proc/${pid}/exe`)) ?? '' };
    }
  }
  return null;
}

/** `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode`; ports are the hex behind the colon. */
async function inodeIn(table: string, port: number, ownPort: number): Promise<string | undefined> {
  const lines = (await readFile(table, 'latin1').catch(() => '')).split('\n').slice(1);
  for (const line of lines) {
    const [, local = '', remote = '', , , , , , , inode] = line.trim().split(/\s+/);
    if (portIn(local) === port && portIn(remote) === ownPort && inode !== '0') return inode;
  }
  return undefined;
}

function portIn(address: string): number {
  return parseInt(address.slice(address.lastIndexOf(':') + 1), 16);
}

async function holds(pid: number, target: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all((await entriesOf(folder)).map((name) => linkAt(`${folder}/${name}`)));
  return links.includes(target);
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function linkAt(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined);
}
