import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

// Text, not a function: what runs in the page needs other types than what runs here.
const watch = readFileSync(new URL('watchLetters.js', import.meta.url), 'utf8')
  .replace(/^\/\/.*\n/, '')
  .replace(/;\s*$/, '');

/** Words of one letter fit most rows; what is written with hyphens is matched otherwise than what is not. */
export const typedWords = ['pay prod', 'team 77', 'account 3 read', 'admin', 'billing', 'team-77-acc'];

/**
 * Milliseconds of each letter typed into `field`, from the moment it reaches the page until what it changed beside
 * `changes` is painted; both are CSS selectors.
 */
export async function timeLetters(page: Page, field: string, changes: string): Promise<readonly number[]> {
  await page.locator(field).focus();
  await page.evaluate(`(${watch})(${JSON.stringify(field)}, ${JSON.stringify(changes)})`);
  for (const word of typedWords) {
    await page.locator(field).fill('');
    await page.evaluate('letterTimes.end()');
    for (const letter of word) {
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      await page.evaluate('letterTimes.end()');
    }
  }
  return page.evaluate<number[]>('letterTimes.all()');
}
