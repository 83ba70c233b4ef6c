import { setTimeout as pause } from 'node:timers/promises';
import { largeOrganisation } from '../../../test/aws/largeOrganisation.ts';
import { startAws } from '../../../test/aws/standIn.ts';
import { cachedProfiles } from '../../../test/support/cachedProfiles.ts';
import { createTestHome } from '../../../test/support/testHome.ts';
import type { Figure } from '../report.ts';
import { open } from './contender.ts';
import { typedWords } from './letters.ts';
import { checkout, settling } from './pair.ts';
import { stallsOfMain } from './stallsOfMain.ts';

/** A stall that a person who types notices. */
const stall = 50;
/** Milliseconds between two letters of somebody quick. */
const pace = 120;
/** Times that all words are typed while the sync goes on: half a minute. */
const rounds = 3;

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
    const longestOfMain = await stallsOfMain(running);
    await home.signIn(aws);
    const sync = page.getByRole('button', { name: 'Sync', exact: true });
    if ((await sync.getAttribute('aria-busy')) !== 'true') await sync.click();
    await page.evaluate(`(() => {
      window.tasks = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ entryTypes: ['longtask'] });
    })()`);
    const field = page.getByRole('searchbox', { name: 'Search profiles' });
    for (let round = 0; round < rounds; round += 1) {
      for (const word of typedWords) {
        await field.fill('');
        await page.keyboard.type(word, { delay: pace });
        await pause(pace);
      }
    }
    const tasks = await page.evaluate<readonly number[]>('window.tasks');
    const ofMain = await longestOfMain();
    const accounts = aws.requests.filter(({ operation }) => operation === 'ListAccountRoles').length;
    await running.end();
    if (accounts < 100) throw new Error(`the sync asked for ${accounts} accounts only`);
    const longest = Math.max(0, ...tasks);
    const meanwhile = `typing while ${accounts} of 5,000 accounts are synced`;
    return [
      {
        what: `longest task of the page, ${meanwhile}`,
        value: longest,
        unit: 'ms',
        bound: `a stall that is noticed (${stall} ms); ${tasks.length} tasks over it`,
        ratio: longest / stall,
        aim: 1,
      },
      {
        what: `longest stall of main, ${meanwhile}`,
        value: ofMain,
        unit: 'ms',
        bound: `a stall that is noticed (${stall} ms)`,
        ratio: ofMain / stall,
        aim: 1,
      },
    ];
  } finally {
    await home.dispose();
    await aws.close();
  }
}
