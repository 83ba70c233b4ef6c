import { fileURLToPath } from 'node:url';
import { startAws } from '../../../test/aws/standIn.ts';
import { cachedProfiles } from '../../../test/support/cachedProfiles.ts';
import { createTestHome, type TestHome } from '../../../test/support/testHome.ts';
import type { Figure } from '../report.ts';
import type { Contender } from './contender.ts';

/** Milliseconds until an application that has just been opened or closed does nothing more of that. */
export const settling = 5_000;

/** Latchkey, and the least that has a window and a tray icon, on the same Electron. */
export interface Pair {
  readonly latchkey: Contender;
  readonly hello: Contender;
}

export const checkout = fileURLToPath(new URL('../../..', import.meta.url));

/** `accounts` accounts with ten roles each were synced some time ago. */
export async function withProfiles(
  accounts: number,
  environment: Readonly<Record<string, string>>,
  bench: (pair: Pair) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const aws = await startAws();
  const homes: TestHome[] = [];
  try {
    for (let one = 0; one < 2; one += 1) homes.push(await createTestHome({ aws, environment }));
    const [ours, other] = homes as [TestHome, TestHome];
    await cachedProfiles({ home: ours, aws, accounts });
    return await bench({
      latchkey: {
        folder: checkout,
        environment: ours.environment,
        usable: { selector: '[role=grid] [role=row]', atLeast: 10, focused: '[role=searchbox]:focus' },
      },
      hello: {
        folder: fileURLToPath(new URL('../helloWorld', import.meta.url)),
        environment: other.environment,
        usable: { selector: 'p', atLeast: 1 },
      },
    });
  } finally {
    for (const home of homes) await home.dispose();
    await aws.close();
  }
}
