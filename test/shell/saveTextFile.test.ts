import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { saveTextFile } from '../../src-main/shell/saveTextFile.ts';

const chosen = vi.hoisted(() => ({ filePath: '' }));
vi.mock('electron', () => ({ dialog: { showSaveDialog: () => Promise.resolve(chosen) } }));

it('a file that is replaced is no longer open to others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-save-'));
  chosen.filePath = join(folder, 'settings.json');
  writeFileSync(chosen.filePath, 'a longer text that was there before');
  chmodSync(chosen.filePath, 0o644);
  await expect(saveTextFile('Export', 'settings.json', 'new')).resolves.toBe(chosen.filePath);
  expect(readFileSync(chosen.filePath, 'utf8')).toBe('new');
  expect(statSync(chosen.filePath).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});
