import { build } from 'vite';

/**
 * End-to-end tests drive what a user runs: the built command, application and window. The whole suite, which has
 * several parts of them, builds once.
 */
export default async function buildLatchkey(): Promise<void> {
  if (process.env['LATCHKEY_TEST_BUILT'] !== undefined) return;
  for (const configFile of [
    'vite.config.ts',
    'src-main/shell/vite.config.ts',
    'src-renderer/vite.config.ts',
  ]) {
    await build({ configFile, logLevel: 'warn' });
  }
}
