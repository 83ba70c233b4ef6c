/**
 * Two slashes, a host, and nothing but printable ASCII: a browser drops tabs and further slashes, and reads some other
 * letters as dots and slashes.
 */
const plain = /^https?:\/\/(?!\/)[\x21-\x5b\x5d-\x7e]+$/;

/** Whether a browser goes where the link seems to lead: nobody's name before the host, no letters that it reads otherwise. */
export function isPlainLink(link: string): boolean {
  if (!plain.test(link) || !URL.canParse(link)) return false;
  const authority = link.split(/[/?#]/, 3)[2] ?? '';
  return !authority.includes('@');
}
