import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { readmeGuide } from './src-renderer/guide/readmeGuide.ts';

// Tests start some thousand Node processes; reading a machine's whole CA bundle would cost each of them 50 ms.
delete process.env['NODE_EXTRA_CA_CERTS'];

const pace = 'test/e2e/sync.test.ts';

/** Guards against what waits for ever. Nothing is late on a machine that has much else to do. */
const patience = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000, interval: 10 } },
};

const endToEnd = { ...patience, globalSetup: ['test/support/build.ts'], testTimeout: 120_000 };

/** Small files that take long. Vitest, which begins with large ones, would leave the other cores idle at its end. */
const longest = [
  'window/accessibility.test.ts',
  'files/killedWriters.test.ts',
  'e2e/demo.test.ts',
  'e2e/chaos.test.ts',
  'agent/keyRotationKills.test.ts',
  'window/sideBySide.test.ts',
  'window/ends.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/**
 * Most tests wait for processes, so three files share two cores. The one that measures the pace of a sync runs alone.
 */
export default defineConfig({
  test: {
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{adapters,agent,cli,shell}/**/*.test.ts', 'test/*.test.ts'],
          ...patience,
        },
      },
      {
        test: {
          name: 'domain',
          include: ['test/{app,aws,core,desk}/**/*.test.ts'],
          ...patience,
          // Each file would load zod and AWS’s clients anew, which costs more than its tests; nothing of them is shared.
          isolate: false,
        },
      },
      {
        plugins: [svelte(), readmeGuide()],
        // Without it Svelte is the one that renders on a server.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'renderer',
          include: ['test/renderer/**/*.test.ts'],
          environment: 'happy-dom',
          // A process for each file would load happy-dom and Svelte anew; our own modules are new in each.
          isolate: false,
          setupFiles: ['test/support/freshModules.ts'],
          ...patience,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [pace],
          ...endToEnd,
        },
      },
      { test: { name: 'pace', include: [pace], ...endToEnd } },
    ],
  },
});
