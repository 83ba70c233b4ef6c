import type { App } from '../app.ts';

/** What the person has set as endpoints, whichever of them. */
export async function ownEndpoints(app: Pick<App, 'getSettings'>): Promise<string[]> {
  const { settings } = await app.getSettings(
    {},
    { signal: new AbortController().signal, progress: () => undefined },
  );
  const endpoints = settings['endpoints'] as Readonly<Record<string, string | null>>;
  return Object.values(endpoints).filter((endpoint) => endpoint !== null);
}
