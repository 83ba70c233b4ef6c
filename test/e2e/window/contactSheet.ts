import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { drawContactSheet } from '../../support/applicationScenes/drawContactSheet.ts';
import { themes, type Theme } from '../../support/applicationScenes/scene.ts';
import type { Display } from '../../support/display.ts';

/** Git ignores it. */
const folder = join(import.meta.dirname, '../../../out/contact-sheet');

export interface ContactSheet {
  /** As the page stands now, at a third of its size. */
  add(page: Page, name: string, theme: Theme): Promise<void>;
  /** @returns the pictures on it, and those that should be */
  draw(display: Display): Promise<{ readonly drawn: readonly string[]; readonly wanted: readonly string[] }>;
}

/** Every screen in both themes on one picture, for whoever wants to look at them: out/contact-sheet/all.jpeg. */
export function startContactSheet(): ContactSheet {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = new Set<string>();
  return {
    add: async (page, name, theme) => {
      names.add(name);
      const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
      // Quicker than Playwright’s own, which waits for fonts and hides the caret.
      const protocol = await page.context().newCDPSession(page);
      const { data } = await protocol.send('Page.captureScreenshot', {
        ...{ format: 'jpeg', quality: 70, optimizeForSpeed: true },
        clip: { x: 0, y: 0, width, height, scale: 0.37 },
      });
      await protocol.detach();
      writeFileSync(join(folder, `${name}-${theme}.jpeg`), data, 'base64');
    },
    draw: async (display) => {
      const all = [...names].sort();
      const file = join(folder, 'all.jpeg');
      const drawn = await drawContactSheet(display, { folder, type: 'jpeg', names: all, themes, file });
      return { drawn, wanted: themes.flatMap((theme) => all.map((name) => `${name}-${theme}.jpeg`)) };
    },
  };
}
