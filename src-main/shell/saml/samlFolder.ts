import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const prefix = 'latchkey-sign-in-';

/** A new folder, open to its owner alone, for what Chromium keeps during one company sign-in. */
export function makeSamlFolder(): string {
  return mkdtempSync(join(tmpdir(), prefix));
}

/** The folder that the application made for this process; a new one where something else started it. */
export function ownSamlFolder(): string {
  return basename(tmpdir()).startsWith(prefix) ? tmpdir() : makeSamlFolder();
}

/** Chromium's processes may write their last while it goes. */
export function removeSamlFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
