import { build } from 'vite';

/** End-to-end tests drive what a user runs: the built command, application and window. */
export default async function buildLatchkey(): Promise<void> {
  for (const configFile of [
    'vite.config.ts',
    'src-main/shell/vite.config.ts',
    'src-renderer/vite.config.ts',
  ]) {
    await build({ configFile, logLevel: 'warn' });
  }
}
