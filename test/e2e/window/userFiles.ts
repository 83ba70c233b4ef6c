import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import type { TestHome } from '../../support/testHome.ts';

/** Comments, nested settings, other tools' sections, mixed line ends, no last newline: what people have in there. */
const config = `; mine\n[default]\nregion = us-east-1\ns3 =\n  max_concurrent_requests = 20\n\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1`;
const credentials = `[default]\r\naws_access_key_id = EXAMPLE\r\naws_secret_access_key = EXAMPLE\r\n# keep me`;

/** The AWS files of a person who had some before. */
export async function writeUserFiles(home: TestHome): Promise<void> {
  await mkdir(dirname(home.config), { recursive: true });
  await writeFile(home.config, config, 'latin1');
  await writeFile(home.credentials, credentials, { encoding: 'latin1', mode: 0o600 });
}

export function expectUserFilesUntouched(home: TestHome): void {
  expect(home.read(home.config)).toBe(config);
  expect(home.read(home.credentials)).toBe(credentials);
}

/** Something of ours was added, and no byte of theirs changed. */
export function expectUserFilesKept(home: TestHome): void {
  expect(home.read(home.config)?.startsWith(config)).toBe(true);
  expect(home.read(home.credentials)?.startsWith(credentials)).toBe(true);
}
