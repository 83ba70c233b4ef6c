import { existsSync } from 'node:fs';
import { chmod, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder that other users may enter, as a test may run a program as one of them. `inMemory` where a test
 * writes thousands of times and syncing a disk would take most of it.
 */
export async function temporaryFolder({ inMemory = false } = {}): Promise<string> {
  const memory = '/dev/shm';
  const parent = inMemory && existsSync(memory) ? memory : await realpath(tmpdir());
  const folder = await mkdtemp(join(parent, 'latchkey-test-'));
  await chmod(folder, 0o755);
  return folder;
}
