/** Words of hosts that say nothing about whose they are. */
const common = new Set(['start', 'portal', 'sso', 'aws', 'login', 'signin', 'www', 'access']);

/** A name for a sign-in from its start URL, one that is not taken: `acme` of `https://acme.awsapps.com/start`. */
export function nameFromStartUrl(startUrl: string, taken: readonly string[]): string {
  if (!URL.canParse(startUrl)) return '';
  const word = wordOf(new URL(startUrl))
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^-+/, '')
    .slice(0, 60);
  if (word === '') return '';
  const names = [word, ...Array.from({ length: taken.length }, (_, index) => `${word}-${index + 2}`)];
  return names.find((name) => !taken.includes(name)) ?? '';
}

function wordOf({ hostname, pathname }: URL): string {
  // GovCloud's and China's portals share one host; the directory is in the path.
  const directory = /^\/directory\/([^/]+)/.exec(pathname)?.[1];
  const words = [...(directory === undefined ? [] : [directory]), ...hostname.split('.').slice(0, -1)];
  const telling = words.find((word) => !common.has(word)) ?? '';
  // An id that AWS made: d-90670ca5d4, ssoins-7223b02ea0bb5a21.
  return /^(d|ssoins)-[0-9a-z]+$/.test(telling) ? 'aws' : telling;
}
