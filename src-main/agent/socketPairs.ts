import { execFile } from 'node:child_process';

/** Of iproute2, as distributions place it; never by PATH. */
const places = ['/usr/bin/ss', '/bin/ss', '/usr/sbin/ss', '/sbin/ss'];

/** Inode of one end of a unix socket to that of the other; an end of which two things are said is left out. */
export type SocketPairs = ReadonlyMap<number, number>;

/** Asks the kernel, through `ss`. @returns nothing where there is no `ss`, or it takes longer than a second */
export async function socketPairs(programs: readonly string[] = places): Promise<SocketPairs> {
  for (const program of programs) {
    const said = await run(program);
    if (said !== undefined) return readPairs(said);
  }
  return new Map();
}

/** @returns undefined where there is no such program */
async function run(program: string): Promise<string | undefined> {
  const options = {
    cwd: '/',
    env: { LC_ALL: 'C' },
    timeout: 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 32 * 1024 * 1024,
    encoding: 'latin1',
  } as const;
  return new Promise((resolve) => {
    execFile(program, ['-xH'], options, (error, stdout) => {
      if (error?.code === 'ENOENT') resolve(undefined);
      else resolve(error === null ? stdout : '');
    });
  });
}

/**
 * Lines end in our inode, the other end's name and its inode; who asks has no name, which is written `*`. A name may
 * hold anything, even what looks like a line: so each end must speak of the other, and each only once.
 */
export function readPairs(text: string): SocketPairs {
  const pairs = new Map<number, number>();
  const twice = new Set<number>();
  for (const line of text.split('\n')) {
    const [, own, other] = /^u_str +ESTAB +\d+ +\d+ +.* (-?\d+) +\* (-?\d+) *$/.exec(line) ?? [];
    if (own === undefined) continue;
    // Printed with a sign, they have none.
    const [from, to] = [Number(own) >>> 0, Number(other) >>> 0];
    if (pairs.has(from)) twice.add(from);
    pairs.set(from, to);
  }
  return new Map(
    [...pairs].filter(
      ([from, to]) => to !== 0 && !twice.has(from) && !twice.has(to) && pairs.get(to) === from,
    ),
  );
}
