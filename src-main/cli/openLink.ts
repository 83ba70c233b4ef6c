import { agentPaths } from '../agent/agentPaths.ts';
import type { Cli } from './cli.ts';

/** Opens a link in the browser of the person at this terminal. @throws AppError */
export async function openLink({ env }: Pick<Cli, 'env'>, link: string): Promise<void> {
  const { openInBrowser } = await import('../adapters/systemBrowser.ts');
  await openInBrowser(link, { env, platform: process.platform, opensLoopback: agentPaths(env).named });
}
