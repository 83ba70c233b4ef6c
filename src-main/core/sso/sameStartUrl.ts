/** Whether two start URLs are one place: AWS's portal adds `/`, `#/` and `/#/` to what people copy from the browser. */
export function sameStartUrl(one: string, other: string): boolean {
  const plain = plainStartUrl(one);
  return plain !== undefined && plain === plainStartUrl(other);
}

function plainStartUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname, search, hash, username } = new URL(text);
  const isPlain = protocol === 'https:' && username === '' && search === '' && /^(#\/?)?$/.test(hash);
  return isPlain ? `${host}${pathname.replace(/\/+$/, '')}` : undefined;
}
