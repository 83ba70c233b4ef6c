import { lstat, mkdir, readFile, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { errnoOf } from '../../adapters/fileTrouble.ts';
import { writeAtomic } from '../../adapters/writeAtomic.ts';
import { desktopEntry, isOurEntry, isSwitchedOff } from './desktopEntry.ts';

/** Where a Linux desktop looks for what it starts at login: `$XDG_CONFIG_HOME/autostart`, one file a home of ours. */
export function autostartPath(environment: NodeJS.ProcessEnv, name: string): string {
  const given = environment['XDG_CONFIG_HOME'];
  const folder =
    given !== undefined && isAbsolute(given) ? given : join(environment['HOME'] ?? homedir(), '.config');
  return join(folder, 'autostart', `${name}.desktop`);
}

/**
 * Puts our entry there, or takes it away; a file that is not ours is never touched.
 * @param words the command to start; undefined: none
 * @returns why it cannot be as wanted, in one sentence; undefined where it is
 * @throws the file system's error
 */
export async function keepAutostart(
  path: string,
  words: readonly string[] | undefined,
): Promise<string | undefined> {
  const found = await entryAt(path);
  if (found === 'not-ours') return words && `${path} is not Latchkey’s, and was left as it is.`;
  if (words === undefined) {
    if (found !== undefined) await unlink(path);
    return undefined;
  }
  if (words.some((word) => /[\r\n]/.test(word))) return 'Latchkey lies at a path that no desktop starts.';
  if (found !== undefined && isSwitchedOff(found.text)) {
    return 'The desktop’s own settings have switched Latchkey off at login.';
  }
  const text = desktopEntry(words);
  if (found?.text !== text) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeAtomic({ path, bytes: Buffer.from(text), mode: 0o644 });
  }
  return undefined;
}

/** A link is somebody else's way of keeping such files. */
async function entryAt(path: string): Promise<{ readonly text: string } | 'not-ours' | undefined> {
  try {
    if (!(await lstat(path)).isFile()) return 'not-ours';
    const text = await readFile(path, 'utf8');
    return isOurEntry(text) ? { text } : 'not-ours';
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
