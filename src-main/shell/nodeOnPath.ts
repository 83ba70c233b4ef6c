import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

/** Milliseconds. */
const longest = 3_000;

/** The first Node of PATH that is new enough for the command (20.18); Electron itself is not one. */
export async function nodeOnPath(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const folder of new Set(folders)) {
    const node = join(folder, 'node');
    if (isExecutable(node) && (await isNewEnough(node))) return node;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function isNewEnough(node: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(node, ['--version'], { timeout: longest });
    const [, major = 0, minor = 0] = (/^v(\d+)\.(\d+)\./.exec(stdout) ?? []).map(Number);
    return major > 20 || (major === 20 && minor >= 18);
  } catch {
    return false;
  }
}
