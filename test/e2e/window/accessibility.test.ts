import pLimit from 'p-limit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Application } from '../../support/application.ts';
import { allScenes } from '../../support/applicationScenes/allScenes.ts';
import {
  playScene,
  showTheme,
  themes,
  type Scene,
  type SceneTools,
} from '../../support/applicationScenes/scene.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { axeFindings } from './axe.ts';
import { startContactSheet } from './contactSheet.ts';
import { eventually } from './eventually.ts';
import { setStage } from './stage.ts';
import { grid, profileRow, searchBox, signInByCommand } from './steps.ts';

describe('every screen, in both themes', () => {
  /** Much of each is waiting. Each at a display of its own: the hotkey of one belongs to one application. */
  const atOnce = pLimit(2);
  let displays: Display[] = [];
  const sheet = startContactSheet();
  const seen = new Set<Scene>();
  beforeAll(async () => {
    displays = await Promise.all([startDisplay(), startDisplay()]);
  });
  afterAll(() => Promise.all(displays.map((display) => display.stop())));

  async function play(scene: Scene, shoot: SceneTools['shoot']): Promise<void> {
    const display = displays.pop();
    if (display === undefined) throw new Error('Both displays are in use');
    try {
      await playScene(scene, { display, shoot });
    } finally {
      displays.push(display);
    }
  }

  const title = '$name: axe finds nothing, nothing hangs over, the console is silent';

  it.concurrent.each(allScenes)(title, { timeout: 180_000 }, async (scene) => {
    const findings: string[] = [];
    const look = async (name: string, { page, complaints }: Application) => {
      // Other pages than the list are loaded after it.
      await page.locator('main').first().waitFor({ state: 'attached' });
      for (const theme of themes) {
        await showTheme(page, theme);
        await sheet.add(page, name, theme);
        // The themes differ in colours and in nothing else.
        const found = [
          ...(await axeFindings(page, theme === 'light' ? 'all' : 'contrast')),
          ...(await hangsOver(page)),
          ...(await coverEachOther(page)),
          ...complaints.splice(0),
        ];
        findings.push(...found.map((finding) => `${name} (${theme}): ${finding}`));
      }
    };
    await atOnce(() => play(scene, look));
    seen.add(scene);
    expect(findings).toEqual([]);
  });

  it('all of them are on one picture, to be looked at', async () => {
    const { drawn, wanted } = await sheet.draw(displays[0]!);
    expect(seen).toEqual(new Set(allScenes));
    expect(wanted.length).toBeGreaterThan(2 * allScenes.length);
    expect(drawn).toEqual(wanted);
  });
});

/** A page that scrolls sideways hides something from somebody. */
async function hangsOver(page: Page): Promise<readonly string[]> {
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  return over > 0 ? [`the page is ${over} px wider than the window`] : [];
}

/** The parts of the page stand beside each other; in a narrow window what is opened lies over the rest. */
async function coverEachOther(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    if (innerWidth < 980) return [];
    const parts = [...document.querySelectorAll('.page > :is(nav, main, aside, footer)')].map((part) => ({
      name: part.localName,
      rect: part.getBoundingClientRect(),
    }));
    return parts.flatMap(({ name, rect }, at) =>
      parts
        .slice(at + 1)
        .filter(
          ({ rect: its }) =>
            Math.min(rect.right, its.right) - Math.max(rect.left, its.left) > 1 &&
            Math.min(rect.bottom, its.bottom) - Math.max(rect.top, its.top) > 1,
        )
        .map((other) => `${name} and ${other.name} cover each other`),
    );
  });
}

describe('for those who see little', () => {
  const stage = setStage();

  it('the main job works at 200 % and at 480 pixels', async () => {
    const { application, page, aws } = stage;
    await signInByCommand(application, aws);
    for (const [width, zoom] of [
      [960, 2],
      [480, 1],
    ] as const) {
      await application.resize(width, 800);
      await zoomTo(zoom);
      await eventually(() => page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(480);
      await searchBox(page).fill('payments-dev pow');
      const row = profileRow(page, 'payments-dev');
      await row.click();
      await row.getByRole('button', { name: 'Get keys' }).click();
      await row.getByRole('button', { name: 'Remove keys' }).click();
      await row.getByRole('button', { name: 'Get keys' }).waitFor();
      expect(await hangsOver(page)).toEqual([]);
      expect(await outOfReach(page)).toEqual([]);
    }
    await zoomTo(1);
  });

  it.each([
    ['forced colours', { forcedColors: 'active' }],
    ['more contrast', { contrast: 'more' }],
    ['less motion', { reducedMotion: 'reduce' }],
  ] as const)('%s: axe finds nothing and the keyboard is seen', async (_name, media) => {
    const { application, page } = stage;
    await application.resize(1120, 720);
    await page.emulateMedia(media);
    await searchBox(page).fill('pay');
    await profileRow(page, 'payments-prod').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await searchBox(page).focus();
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab');
      expect(await focusIsSeen(page)).toBe(true);
    }
    await page.emulateMedia({ forcedColors: null, contrast: null, reducedMotion: null });
  });

  it('forced colours leave what is chosen visible', async () => {
    const { page } = stage;
    await page.emulateMedia({ forcedColors: 'active' });
    await searchBox(page).fill('pay');
    const chosen = grid(page).locator('[aria-selected=true]');
    expect(await chosen.evaluate((row) => getComputedStyle(row).outlineStyle)).toBe('solid');
    const dots = await page
      .getByRole('complementary', { name: 'Details' })
      .locator('ol li')
      .evaluateAll((steps) => steps.map((step) => getComputedStyle(step, '::before').backgroundColor));
    expect(dots[0]).not.toBe(dots.at(-1));
    const asksFirst = page.getByRole('switch', { name: 'Ask first' });
    const [track, thumb] = await asksFirst.evaluate((button) =>
      ['.track', '.thumb'].map((part) => getComputedStyle(button.querySelector(part)!).backgroundColor),
    );
    expect(thumb).not.toBe(track);
    await page.emulateMedia({ forcedColors: null });
  });

  it('no header that stays hides what has the keyboard, however many lines it takes', async () => {
    const { application, page } = stage;
    await application.resize(480, 480);
    await page.getByRole('button', { name: 'Add access' }).click();
    await page.getByRole('button', { name: /SAML/ }).click();
    const covered: string[] = [];
    for (const key of [...Array<string>(12).fill('Tab'), ...Array<string>(12).fill('Shift+Tab')]) {
      await page.keyboard.press(key);
      covered.push(...(await hiddenFocus(page)));
    }
    expect(covered).toEqual([]);
    for (let pages = 0; pages < 2; pages += 1) await page.keyboard.press('Escape');
    await application.resize(1120, 720);
  });

  it('every page works in forced colours, with more contrast and with less motion, where nothing moves by itself', async () => {
    const { page } = stage;
    await page.emulateMedia({ forcedColors: 'active', contrast: 'more', reducedMotion: 'reduce' });
    for (const name of ['All profiles', 'Journal', 'Settings', 'Add access', 'Keys']) {
      await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
      if (name === 'Keys') await page.getByRole('dialog').waitFor();
      else await page.locator('main[aria-busy=true]').waitFor({ state: 'detached' });
      expect(await axeFindings(page)).toEqual([]);
      expect(await moving(page)).toBe(0);
      if (name === 'Keys') await page.keyboard.press('Escape');
      else if (name !== 'All profiles') await page.getByRole('button', { name: 'Back', exact: true }).click();
    }
    await page.emulateMedia({ forcedColors: null, contrast: null, reducedMotion: null });
  });

  const moving = (page: Page) =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 10).length,
    );

  const zoomTo = (factor: number) =>
    stage.application.electron.evaluate(({ BrowserWindow }, zoom) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(zoom);
    }, factor);

  /** Buttons that lie outside of the window with no way to scroll to them. */
  const outOfReach = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button')]
        .filter((button) => button.checkVisibility({ visibilityProperty: true }))
        .filter((button) => {
          button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          const { left, right, top, bottom } = button.getBoundingClientRect();
          return left < -1 || right > window.innerWidth + 1 || top < -1 || bottom > window.innerHeight + 1;
        })
        .map((button) => button.textContent.trim() || (button.getAttribute('aria-label') ?? '')),
    );

  /** Name of the control that has the focus, where something else lies over the middle of it. */
  const hiddenFocus = (page: Page) =>
    page.evaluate(() => {
      const { activeElement: on } = document;
      if (on === null || on === document.body) return [];
      const { left, top, width, height } = on.getBoundingClientRect();
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      return on.contains(over) ? [] : [on.id || on.textContent.trim()];
    });

  const focusIsSeen = (page: Page) =>
    page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) return true;
      const style = getComputedStyle(activeElement);
      const within = activeElement.closest(':focus-within:not(body):not(html)');
      const outlined = (one: CSSStyleDeclaration) =>
        one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0;
      return (
        outlined(style) || (within !== null && outlined(getComputedStyle(within.parentElement ?? within)))
      );
    });
});
