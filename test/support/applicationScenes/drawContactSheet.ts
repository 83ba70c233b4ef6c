import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { _electron } from 'playwright-core';
import { applicationRuntime } from '../applicationRuntime.ts';
import type { Display } from '../display.ts';
import type { Theme } from './scene.ts';

interface Sheet {
  /** Holds `<name>-<theme>.<type>` for every name and theme. */
  readonly folder: string;
  readonly type: 'png' | 'jpeg';
  readonly names: readonly string[];
  readonly themes: readonly Theme[];
  /** Absolute path of the picture that is drawn, of the same type. */
  readonly file: string;
}

/** The smallest application that there is: it shows a page of ours. */
const main = `const { app, BrowserWindow } = require('electron');
void app.whenReady().then(() => new BrowserWindow({ width: 2500, height: 1000 }).loadFile('sheet.html'));`;

/** All screens on one picture, drawn by the same Electron. @returns the files on it: those that hold a picture */
export async function drawContactSheet(display: Display, given: Sheet): Promise<readonly string[]> {
  const own = mkdtempSync(join(tmpdir(), 'latchkey-sheet-'));
  try {
    writeFileSync(join(own, 'package.json'), JSON.stringify({ name: 'sheet', main: 'main.js' }));
    writeFileSync(join(own, 'main.js'), main);
    writeFileSync(join(own, 'sheet.html'), sheet(given));
    const { executable, flags } = await applicationRuntime();
    const env = { PATH: process.env['PATH'] ?? '', HOME: own, DISPLAY: display.name };
    const electron = await _electron.launch({ executablePath: executable, args: [...flags, own], env });
    const page = await electron.firstWindow();
    await page.waitForLoadState('load');
    await page.screenshot({ path: given.file, type: given.type, fullPage: true });
    const drawn = await page.evaluate<string[]>(
      '[...document.images].filter(({ naturalWidth }) => naturalWidth > 0).map(({ alt }) => alt)',
    );
    await electron.close();
    return drawn;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function sheet({ folder, type, names, themes }: Sheet): string {
  const sections = themes.map((theme) => {
    const figures = names.map((name) => {
      const file = `${name}-${theme}.${type}`;
      const picture = pathToFileURL(join(folder, file)).href;
      return `<figure><img src="${picture}" alt="${file}"><figcaption>${name}</figcaption></figure>`;
    });
    return `<section class="${theme}">${figures.join('\n')}</section>`;
  });
  return `<!doctype html><meta charset="utf-8"><style>
body{margin:0;font:13px sans-serif}
section{padding:16px;display:flex;flex-wrap:wrap;gap:16px;align-items:start;background:#d8dae0;color:#111}
.dark{background:#000;color:#eee}
figure{margin:0}img{display:block;max-width:476px;max-height:330px;border:1px solid #8888}figcaption{padding:4px 0}
</style>${sections.join('\n')}`;
}
