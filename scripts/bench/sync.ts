import { performance } from 'node:perf_hooks';
import { largeOrganisation } from '../../test/aws/largeOrganisation.ts';
import { startAws } from '../../test/aws/standIn.ts';
import { createTestHome } from '../../test/support/testHome.ts';
import type { Figure } from './report.ts';

/** 500 accounts with 4 roles each, 50 ms away, beside what AWS's 20 calls a second allow at best. */
export async function benchSync(): Promise<readonly Figure[]> {
  const aws = await startAws({ organisations: [largeOrganisation(500, 4)] });
  const home = await createTestHome({ aws });
  try {
    await home.signIn(aws);
    aws.faults.latency(50);
    const before = aws.requests.length;
    const began = performance.now();
    const sync = await home.latchkey(['sync']);
    const milliseconds = performance.now() - began;
    if (sync.code !== 0) throw new Error(sync.stderr);
    const calls = aws.requests.slice(before).filter(({ service }) => service === 'portal');
    const refused = calls.filter(({ status }) => status === 429).length;
    const bound = `all ${calls.length} portal calls at 20/s (${((100 * refused) / calls.length).toFixed(1)} % refused)`;
    return [
      {
        what: 'latchkey sync',
        value: milliseconds,
        unit: 'ms',
        bound,
        ratio: milliseconds / ((calls.length / 20) * 1000),
        aim: 1.25,
      },
    ];
  } finally {
    await home.dispose();
    await aws.close();
  }
}
