import type { SignIn } from '../profiles/standing.svelte.ts';

/** Which of those signed in are not reached; undefined: none. */
export function offlineWords(signIns: readonly Pick<SignIn, 'ssoSession' | 'state'>[]): string | undefined {
  const offline = signIns.filter(({ state }) => state === 'signed-in-offline');
  if (offline.length === 0) return undefined;
  if (!signIns.some(({ state }) => state === 'signed-in')) return 'Offline';
  return `Not reached: ${offline.map(({ ssoSession }) => ssoSession).join(', ')}`;
}
