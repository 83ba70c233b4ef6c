import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';

// Text, not a function: what runs in the page needs other types than what runs here.
const watch = readFileSync(new URL('watchLetters.js', import.meta.url), 'utf8')
  .replace(/^\/\/.*\n/, '')
  .replace(/;\s*$/, '');

/** Words of one letter fit most rows; what is written with hyphens is matched otherwise than what is not. */
export const typedWords = ['pay prod', 'team 77', 'account 3 read', 'admin', 'billing', 'team-77-acc'];

/** Milliseconds after which nothing more comes of a letter; the page is asked nothing meanwhile. */
const longest = 250;

/** In milliseconds, as the page counts them. */
export interface Letter {
  /** When the key reached the page. */
  readonly began: number;
  /** When all that it changed was painted. */
  readonly painted: number;
}

/** Where letters are typed, and beside what they change something: CSS selectors. */
export interface Typed {
  readonly field: string;
  readonly changes: string;
}

export async function typeLetters(page: Page, { field, changes }: Typed): Promise<readonly Letter[]> {
  await page.locator(field).focus();
  await page.evaluate(`(${watch})(${JSON.stringify(field)}, ${JSON.stringify(changes)})`);
  for (const word of typedWords) {
    await page.locator(field).fill('');
    await pause(longest);
    for (const letter of word) {
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      await pause(longest);
      await page.evaluate('letterTimes.end()');
    }
  }
  return page.evaluate<Letter[]>('letterTimes.all()');
}
