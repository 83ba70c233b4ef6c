/**
 * Shows the whole application at a glance: `npm run screens` plays every scene in the real application, puts each
 * screen into out/screens/ and all of them onto one contact sheet, and renews the README's pictures. Words after
 * `npm run screens --` choose scenes by their names; `pictures` stands for the README's.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { allScenes } from '../test/support/applicationScenes/allScenes.ts';
import { drawContactSheet } from '../test/support/applicationScenes/drawContactSheet.ts';
import { readmeScene } from '../test/support/applicationScenes/readmeScene.ts';
import { playScene, showTheme, themes } from '../test/support/applicationScenes/scene.ts';
import { startDisplay } from '../test/support/display.ts';
import { startKeyring } from '../test/support/keyring.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'out/screens');
const pictures = join(root, 'assets/screenshots');

const words = process.argv.slice(2);
const scenes = allScenes.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);

for (const config of ['vite.config.ts', 'src-main/shell/vite.config.ts', 'src-renderer/vite.config.ts'])
  await build({ configFile: join(root, config), logLevel: 'warn' });
rmSync(folder, { recursive: true, force: true });
for (const path of [folder, pictures]) mkdirSync(path, { recursive: true });

const display = await startDisplay();
try {
  const names: string[] = [];
  for (const scene of scenes) {
    process.stdout.write(`${scene.name}\n`);
    await playScene(scene, {
      display,
      shoot: async (name, { page, complaints }) => {
        names.push(name);
        for (const theme of themes) {
          await showTheme(page, theme);
          await page.screenshot({ path: join(folder, `${name}-${theme}.png`), animations: 'disabled' });
        }
        for (const complaint of complaints.splice(0)) process.stdout.write(`  ${name}: ${complaint}\n`);
      },
    });
  }
  if (names.length > 0)
    await drawContactSheet(display, {
      ...{ folder, type: 'png', names, themes, file: join(folder, 'contact.png') },
    });
  if (words.length === 0 || words.includes('pictures')) await renewPictures();
} finally {
  await display.stop();
}

/** The README's, at twice the pixels. */
async function renewPictures(): Promise<void> {
  const keyring = await startKeyring();
  try {
    await playScene(readmeScene(keyring.environment), {
      display,
      words: ['--force-device-scale-factor=2'],
      shoot: async (name, { page }) => {
        const shown = name === 'list' ? themes : (['light'] as const);
        for (const theme of shown) {
          await showTheme(page, theme);
          const path = join(pictures, name === 'list' ? `list-${theme}.png` : `${name}.png`);
          await page.screenshot({ path, animations: 'disabled' });
        }
      },
    });
  } finally {
    await keyring.stop();
  }
}
