/**
 * The region that a console URL opens: of its host, else of its query. AWS's default is us-east-1.
 * `undefined` when the URL is not the console's (partition `aws`).
 */
export function consoleRegion(destination: string): string | undefined {
  if (!URL.canParse(destination)) return undefined;
  const url = new URL(destination);
  const host = /^(?:([a-z]{2}-[a-z]+-\d)\.)?console\.aws\.amazon\.com$/.exec(url.host);
  if (url.protocol !== 'https:' || host === null || url.username !== '') return undefined;
  return host[1] ?? url.searchParams.get('region') ?? 'us-east-1';
}
