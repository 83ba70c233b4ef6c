/** A name as it may be shown: whatever stood in somebody's file. */
export function shownName(name: string): string {
  const most = 128;
  const text = name.slice(0, most + 1).replaceAll(/\p{C}/gu, '\ufffd');
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
