const example = 'https://NAME.awsapps.com/start';

/**
 * What is wrong with a start URL, in one sentence; undefined where nothing is. What it lets through, the contract
 * takes, too.
 */
export function checkStartUrl(text: string): string | undefined {
  const url = text.trim();
  if (url === '') return 'Paste the start URL, the address of your AWS access portal.';
  if (/\s/.test(url)) return 'A start URL has no spaces.';
  if (/^http:/i.test(url)) return 'A start URL begins with https://, not http://.';
  if (!/^https:\/\//i.test(url)) return `A start URL is like ${example}.`;
  if (url.length > 2048) return 'A start URL is shorter than that.';
  if (!URL.canParse(url)) return `This is no address; a start URL is like ${example}.`;
  const { hostname, username, password, pathname } = new URL(url);
  if (username !== '' || password !== '') return 'A start URL has no name or password in it.';
  if (!/^[^.]+(\.[^.]+)+$/.test(hostname)) return `The host is not complete; a start URL is like ${example}.`;
  if (/\.awsapps\.(com|cn)$/.test(hostname) && pathname === '/') {
    return `The end is missing; a start URL is like https://${hostname}/start.`;
  }
  return undefined;
}

/** What is wrong already with a start URL that is still being typed; what is only not complete yet is not. */
export function checkTypedStartUrl(text: string): string | undefined {
  const url = text.trim();
  if (url === '' || 'https://'.startsWith(url.toLowerCase())) return undefined;
  return /^https:\/\/\S*$/i.test(url) ? undefined : checkStartUrl(url);
}

/** As AWS gives it: what a browser adds while somebody walks through the portal is no part of it. */
export function tidyStartUrl(text: string): string {
  const url = text.trim();
  if (checkStartUrl(url) !== undefined) return url;
  const { origin, pathname } = new URL(url);
  return pathname === '/' ? origin : `${origin}${pathname.replace(/\/+$/, '')}`;
}
