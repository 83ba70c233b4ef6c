import { ssoSession } from '../sso/ssoSession.ts';

/** A name that a sign-in may have: the tool's own, else the word before the first dot of its start URL. */
export function signInName(name: string | undefined, startUrl: string): string {
  const host = URL.canParse(startUrl) ? new URL(startUrl).hostname.split('.')[0] : undefined;
  const words = [name, host].map((word) =>
    (word ?? '')
      .replaceAll(/[^A-Za-z0-9_.@+-]+/g, '-')
      .replace(/^[^A-Za-z0-9_]+/, '')
      .slice(0, 64),
  );
  return words.find((word) => ssoSession.shape.name.safeParse(word).success) ?? 'sign-in';
}
