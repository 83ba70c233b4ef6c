import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { largeOrganisation } from '../../../test/aws/largeOrganisation.ts';
import { startAws } from '../../../test/aws/standIn.ts';
import { cachedProfiles } from '../../../test/support/cachedProfiles.ts';
import { createTestHome } from '../../../test/support/testHome.ts';
import type { Figure } from '../report.ts';
import { open } from './contender.ts';
import { at } from './figure.ts';
import { typedWords } from './letters.ts';
import { checkout, settling } from './pair.ts';
import { stallsOfMain, type Stall } from './stallsOfMain.ts';
import { tasksOfPage, type Task } from './tasksOfPage.ts';

/** A stall that a person who types notices. */
const stall = 50;
/** Milliseconds between two letters of somebody quick. */
const pace = 120;
/** Times that all words are typed: a quarter of a minute. */
const rounds = 2;
/** What a sync causes comes each time; what other guests of the host cause does not. */
const times = 3;

/** The longest task of the page, and the longest stall of main, while a sync replaces 50,000 profiles, account by account, and somebody searches them. */
export async function typingInSync(
  environment: Readonly<Record<string, string>>,
): Promise<readonly Figure[]> {
  const aws = await startAws({
    organisations: [largeOrganisation(5_000, 10)],
    behaviour: { portalRate: null },
  });
  const home = await createTestHome({ aws, environment });
  try {
    await cachedProfiles({ home, aws, accounts: 5_000 });
    const latchkey = {
      folder: checkout,
      environment: home.environment,
      usable: { selector: '[role=grid] [role=row]', atLeast: 10 },
    };
    const running = await open(latchkey);
    const { page } = running;
    await pause(settling);
    const stalled = await stallsOfMain(running);
    await home.signIn(aws);
    const sync = page.getByRole('button', { name: 'Sync', exact: true });
    if ((await sync.getAttribute('aria-busy')) !== 'true') await sync.click();
    const [ofPage, ofMain] = [[] as Stall[], [] as Stall[]];
    for (let time = 0; time < times; time += 1) {
      const traced = await tasksOfPage(page);
      // Main stands still for the trace to begin and to end, not for the sync.
      await stalled();
      await typeWords(page);
      ofMain.push(await stalled());
      ofPage.push(longestOf(await traced()));
    }
    const accounts = aws.requests.filter(({ operation }) => operation === 'ListAccountRoles').length;
    await running.end();
    if (accounts < 100) throw new Error(`the sync asked for ${accounts} accounts only`);
    const meanwhile = `typing while ${accounts} of 5,000 accounts are synced`;
    return [
      stallFigure(`longest task of the page, ${meanwhile}`, ofPage),
      stallFigure(`longest stall of main, ${meanwhile}`, ofMain),
    ];
  } finally {
    await home.dispose();
    await aws.close();
  }
}

async function typeWords(page: Page): Promise<void> {
  const field = page.getByRole('searchbox', { name: 'Search profiles' });
  for (let round = 0; round < rounds; round += 1) {
    for (const word of typedWords) {
      await field.fill('');
      await page.keyboard.type(word, { delay: pace });
      await pause(pace);
    }
  }
}

function longestOf(tasks: readonly Task[]): Stall {
  return {
    longest: Math.max(...tasks.map(({ from, to }) => to - from)),
    work: Math.max(...tasks.map(({ work }) => work)),
  };
}

/** In processor time: other guests of the host, and the stand-in for AWS, make any program wait as long as they like. */
function stallFigure(what: string, stalls: readonly Stall[]): Figure {
  const works = stalls.map(({ work }) => work);
  const clock = Math.max(...stalls.map(({ longest }) => longest));
  const all = works.map((work) => work.toFixed(0)).join(', ');
  const value = at(works, 0.5);
  const bound = `a stall that is noticed (${stall} ms), the middle of ${all} ms of work; by the clock up to ${clock.toFixed(0)} ms`;
  return { what, value, unit: 'ms', bound, ratio: value / stall, aim: 1 };
}
