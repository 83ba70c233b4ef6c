import { plainText } from './plainText.ts';

/** Longer ones are told in full beside their place in the tree. */
const most = 32;

/** What a program is called, by the absolute path of its file; `program 4711` where the system does not tell one. */
export function programName({
  executable,
  pid,
}: {
  readonly executable: string;
  readonly pid: number;
}): string {
  const name = plainText(executable.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? '');
  if (name === '') return `program ${pid}`;
  const letters = Array.from(name);
  return letters.length <= most
    ? name
    : `${letters.slice(0, most / 2).join('')}…${letters.slice(-most / 2).join('')}`;
}
