import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const soon = { timeout: 5000, windowsHide: true };

/**
 * What Leapp (by node-machine-id) may have taken for the id of this machine, the likeliest first: the SHA-256 of what the
 * system keeps, in lower case and without blanks.
 */
export async function machineIds(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const kept = await keptIds(environment).catch(() => []);
  return kept
    .map((text) => text.replaceAll(/\s+/g, '').toLowerCase())
    .filter((id) => id !== '')
    .map((id) => createHash('sha256').update(id).digest('hex'));
}

async function keptIds(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  if (process.platform === 'darwin') {
    const { stdout } = await run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], soon);
    return [/"IOPlatformUUID"\s*=\s*"([^"]+)"/.exec(stdout)?.[1] ?? ''];
  }
  if (process.platform === 'win32') {
    const program = join(environment['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe');
    const key = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography';
    const { stdout } = await run(program, ['QUERY', key, '/v', 'MachineGuid'], soon);
    return [/REG_SZ\s+(\S+)/.exec(stdout)?.[1] ?? ''];
  }
  const files = ['/var/lib/dbus/machine-id', '/etc/machine-id'];
  const texts = await Promise.all(files.map((path) => readFile(path, 'utf8').catch(() => '')));
  return texts.map((text) => text.split('\n')[0] ?? '');
}
