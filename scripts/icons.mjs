// Draws assets/**/*.png from the SVGs beside them, with Electron's own Chromium. Run after a drawing was changed; the
// pictures are kept in the repository. Without a display: xvfb-run -a node scripts/icons.mjs
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { electronFlags, electronRuntime } from './electronRuntime.mjs';
import { checkout, giveUp } from './setUp.mjs';

const assets = join(checkout, 'assets');
const states = ['idle', 'active', 'expiring', 'sign-in-needed'];
/** Of the badge, beside its shape. */
const onDark = { active: '#5ee08d', expiring: '#ffc44d', 'sign-in-needed': '#ff8a80' };
const onLight = { active: '#0b7a3b', expiring: '#b36900', 'sign-in-needed': '#c42b1c' };

/** Side in pixels of each picture, by the ending that Electron's nativeImage knows for its scale. */
const ofWindows = { '': 16, '@1.25x': 20, '@1.5x': 24, '@2x': 32, '@3x': 48 };
const drawings = [
  // A StatusNotifierItem is 22 or 24 pixels high, and nobody says what lies below it.
  { folder: 'linux', paint: forAnyPanel, ending: '', sides: { '': 22, '@2x': 44 } },
  // A taskbar says whether it is light or dark.
  { folder: 'win32', paint: forPanel('#ffffff', onDark), ending: '-on-dark', sides: ofWindows },
  { folder: 'win32', paint: forPanel('#1b1b1f', onLight), ending: '-on-light', sides: ofWindows },
  // macOS colours a picture whose name ends in Template as its menu bar needs it.
  {
    folder: 'darwin',
    paint: forPanel('#000000', {}),
    ending: 'Template',
    sides: { '': 16, '@2x': 32, '@3x': 48 },
  },
];

/** White with a dark edge: it is seen on a light panel and on a dark one. */
function forAnyPanel(svg, state) {
  const edge = '<g fill="#14161b" stroke="#14161b" stroke-width="1.7" stroke-linejoin="round">';
  const [key, badge] = parts(svg);
  const mark = `${edge}${key}</g><g fill="#ffffff">${key}</g>`;
  return wrapped(
    badge === undefined ? mark : `${mark}${edge}${badge}</g><g fill="${onDark[state]}">${badge}</g>`,
  );
}

/** Of one colour, with a badge that stands free of the key. */
function forPanel(colour, ofBadges) {
  return (svg, state) => {
    const [key, badge] = parts(svg);
    const fill = (what, paint) => `<g fill="${paint}">${what}</g>`;
    if (badge === undefined) return wrapped(fill(key, colour));
    const gap = `<mask id="gap"><rect width="16" height="16" fill="#fff"/><g stroke="#000" stroke-width="2">${badge}</g></mask>`;
    return wrapped(
      `${gap}<g mask="url(#gap)">${fill(key, colour)}</g>${fill(badge, ofBadges[state] ?? colour)}`,
    );
  };
}

function parts(svg) {
  return svg.match(/<path[^>]*\/>/g).map((path) => path.replace(/id="\w+"/, ''));
}

function wrapped(content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${content}</svg>`;
}

function pictures() {
  const tray = drawings.flatMap(({ folder, paint, ending, sides }) =>
    states.flatMap((state) => {
      const svg = paint(readFileSync(join(assets, 'tray', `${state}.svg`), 'utf8'), state);
      return Object.entries(sides).map(([scale, side]) => ({
        file: join(assets, 'tray', folder, `${state}${ending}${scale}.png`),
        svg,
        side,
      }));
    }),
  );
  const icon = readFileSync(join(assets, 'icon.svg'), 'utf8');
  // electron-builder makes what each platform wants of the large one.
  const application = { 'icon.png': 1024, 'icon-512.png': 512 };
  return [
    ...tray,
    ...Object.entries(application).map(([name, side]) => ({ file: join(assets, name), svg: icon, side })),
  ];
}

/** Runs in the page. */
async function draw({ svg, side }) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg.replace('<svg ', `<svg width="${side}" height="${side}" `))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext('2d').drawImage(image, 0, 0, side, side);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return [...bytes];
}

const runtime = await electronRuntime();
if (runtime.problem !== undefined) giveUp(runtime.problem);
const folder = mkdtempSync(join(tmpdir(), 'latchkey-icons-'));
writeFileSync(join(folder, 'package.json'), '{ "name": "icons", "main": "main.cjs" }');
writeFileSync(
  join(folder, 'main.cjs'),
  `const { app, BrowserWindow } = require('electron');
app.setPath('userData', ${JSON.stringify(join(folder, 'chromium'))});
app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL('about:blank'));`,
);
const electron = await _electron.launch({
  executablePath: runtime.executable,
  args: [...electronFlags(), folder],
});
try {
  const page = await electron.firstWindow();
  for (const { file, svg, side } of pictures()) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, Buffer.from(await page.evaluate(draw, { svg, side })));
  }
} finally {
  await electron.close();
  rmSync(folder, { recursive: true, force: true });
}
