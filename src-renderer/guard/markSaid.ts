/** What has become of a mark, in a line. */
export function markSaid(what: string, askFirst: boolean, keysRemoved: number): string {
  const said = askFirst ? `${what} asks first now.` : `${what} no longer asks first.`;
  return keysRemoved === 0 ? said : `${said} Its keys left your AWS files.`;
}
