import type { Output } from '../contract.ts';
import type { Cli } from './cli.ts';
import { painter } from './output.ts';
import { plainText } from './textWidth.ts';

/** Diffs of files as lines for stdout, coloured on a terminal. */
export function diffLines(diffs: Output<'undo'>['diffs'], cli: Pick<Cli, 'env'>): string[] {
  const paint = painter(process.stdout, cli.env);
  return diffs
    .flatMap(({ diff }) => diff.trimEnd().split('\n'))
    .map(plainText)
    .map((line) => {
      if (line.startsWith('+')) return paint('green', line);
      return line.startsWith('-') ? paint('red', line) : line;
    });
}
