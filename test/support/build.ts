import { build } from 'vite';

/**
 * End-to-end tests drive what a user runs: the built command, application and window. The whole suite, which has
 * several parts of them, builds once.
 */
export default async function buildLatchkey(): Promise<void> {
  if (process.env['LATCHKEY_TEST_BUILT'] !== undefined) return;
  const { NODE_ENV } = process.env;
  // Vitest says `test`, for which Svelte would be built as for a developer: larger, slower, and with other faults.
  delete process.env['NODE_ENV'];
  try {
    for (const configFile of [
      'vite.config.ts',
      'src-main/shell/vite.config.ts',
      'src-renderer/vite.config.ts',
    ]) {
      await build({ configFile, logLevel: 'warn' });
    }
  } finally {
    process.env['NODE_ENV'] = NODE_ENV;
  }
}
