import type { Page } from 'playwright-core';
import { typeLetters, type Typed } from './letters.ts';
import { tasksOfPage } from './tasksOfPage.ts';

/** Milliseconds of processor time of the page's main thread, letter by letter. */
export interface Work {
  /** Every task that ran between the key and the painted result: script, style, layout, paint, garbage. */
  readonly toPainted: readonly number[];
  /** With what ran up to a quarter of a second after the key, as the collection of garbage that had waited. */
  readonly withRest: readonly number[];
}

const rest = 240;

/** Of one pass the third dearest letter alone would be the 95th percentile: a collection of garbage more or less. */
const passes = 3;

/** Types the letters three times, and asks Chromium for each task of the page meanwhile. */
export async function workOfLetters(page: Page, typed: Typed): Promise<Work> {
  const works: Work[] = [];
  for (let pass = 0; pass < passes; pass += 1) works.push(await workOfPass(page, typed));
  return {
    toPainted: works.flatMap(({ toPainted }) => toPainted),
    withRest: works.flatMap(({ withRest }) => withRest),
  };
}

async function workOfPass(page: Page, typed: Typed): Promise<Work> {
  const traced = await tasksOfPage(page);
  const letters = await typeLetters(page, typed);
  const tasks = await traced();
  /** Between two times of the page, tasks counted whole. */
  const work = (begin: number, end: number): number =>
    tasks.filter(({ from, to }) => to > begin && from < end).reduce((total, task) => total + task.work, 0);
  return {
    toPainted: letters.map(({ began, painted }) => work(began, painted)),
    withRest: letters.map(({ began }) => work(began, began + rest)),
  };
}
