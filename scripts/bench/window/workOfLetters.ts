import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { typedWords } from './letters.ts';

/** Milliseconds after which nothing more comes of a letter. */
const settled = 250;

/**
 * Milliseconds of main-thread work of each letter typed into `field` (a CSS selector): every task of the page from
 * before the key until a quarter of a second after it, with script, style, layout and paint, as Chromium counts them: in processor time, not in time that passed.
 */
export async function workOfLetters(page: Page, field: string): Promise<readonly number[]> {
  const chromium = await page.context().newCDPSession(page);
  await chromium.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async (): Promise<number> => {
    const { metrics } = await chromium.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const letters: number[] = [];
  await page.locator(field).focus();
  for (const word of typedWords) {
    await page.locator(field).fill('');
    for (const letter of word) {
      await pause(settled);
      const before = await worked();
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      await pause(settled);
      letters.push((await worked()) - before);
    }
  }
  await chromium.detach();
  return letters;
}
