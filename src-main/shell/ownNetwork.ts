import type { App } from '../app.ts';

/** How the person's network is reached, for what is shown in a process of its own. */
export interface OwnNetwork {
  readonly proxy: string | null;
  readonly noProxy: string | null;
  readonly caBundle: string | null;
}

export async function ownNetwork(app: Pick<App, 'getSettings'>): Promise<OwnNetwork> {
  const { settings } = await app.getSettings(
    {},
    { signal: new AbortController().signal, progress: () => undefined },
  );
  const text = (name: string): string | null => {
    const value = settings[name];
    return typeof value === 'string' ? value : null;
  };
  return { proxy: text('proxy'), noProxy: text('noProxy'), caBundle: text('caBundle') };
}
