/** A start URL without what AWS's portal adds to it; the same for one place, undefined for what leads elsewhere, too. */
export function plainStartUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname, search, hash, username } = new URL(text);
  const isPlain = protocol === 'https:' && username === '' && search === '' && /^(#\/?)?$/.test(hash);
  return isPlain ? `${host}${pathname.replace(/\/+$/, '')}` : undefined;
}
