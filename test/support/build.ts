import { build } from 'vite';

/** End-to-end tests drive what a user runs: the built files. */
export default async function buildLatchkey(): Promise<void> {
  await build({ logLevel: 'warn' });
}
