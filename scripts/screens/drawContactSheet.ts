import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { _electron } from 'playwright-core';
import { applicationRuntime } from '../../test/support/applicationRuntime.ts';
import type { Display } from '../../test/support/display.ts';

interface Sheet {
  /** Holds `<name>-<theme>.png`, and gets `contact-<theme>.png`. */
  readonly folder: string;
  readonly names: readonly string[];
  readonly theme: 'light' | 'dark';
}

/** The smallest application that there is: it shows a page of ours. */
const main = `const { app, BrowserWindow } = require('electron');
void app.whenReady().then(() => new BrowserWindow({ width: 2500, height: 1000 }).loadFile('sheet.html'));`;

/** All screens on one picture, drawn by the same Electron. */
export async function drawContactSheet(display: Display, { folder, names, theme }: Sheet): Promise<void> {
  const own = mkdtempSync(join(tmpdir(), 'latchkey-sheet-'));
  try {
    writeFileSync(join(own, 'package.json'), JSON.stringify({ name: 'sheet', main: 'main.js' }));
    writeFileSync(join(own, 'main.js'), main);
    writeFileSync(join(own, 'sheet.html'), sheet({ folder, names, theme }));
    const { executable, flags } = await applicationRuntime();
    const env = { PATH: process.env['PATH'] ?? '', HOME: own, DISPLAY: display.name };
    const electron = await _electron.launch({ executablePath: executable, args: [...flags, own], env });
    const page = await electron.firstWindow();
    await page.waitForLoadState('load');
    await page.locator('body').screenshot({ path: join(folder, `contact-${theme}.png`) });
    await electron.close();
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function sheet({ folder, names, theme }: Sheet): string {
  const figures = names.map((name) => {
    const picture = pathToFileURL(join(folder, `${name}-${theme}.png`)).href;
    return `<figure><img src="${picture}" alt=""><figcaption>${name}</figcaption></figure>`;
  });
  const ground = theme === 'light' ? '#d8dae0;color:#111' : '#000;color:#eee';
  return `<!doctype html><meta charset="utf-8"><style>
body{margin:16px;font:13px sans-serif;background:${ground};display:flex;flex-wrap:wrap;gap:16px;align-items:start}
figure{margin:0}img{display:block;max-width:476px;max-height:330px;border:1px solid #8888}figcaption{padding:4px 0}
</style>${figures.join('\n')}`;
}
