import type { ProfileRow } from '../contract.ts';
import { type KeyReader, readKeys } from './keys.ts';
import { painter, table } from './output.ts';
import { clipped, plainText } from './textWidth.ts';

export type Search = (rows: readonly ProfileRow[], letters: string) => readonly ProfileRow[];

const tallest = 12;
const up = ['\u001b[A', '\u001bOA', '\u0010'];
const down = ['\u001b[B', '\u001bOB', '\u000e', '\t'];
const enter = ['\r', '\n'];
const backspace = ['\u007f', '\b'];
const escape = '\u001b';
const ctrlU = '\u0015';

/**
 * Lets a person choose on the terminal: type to narrow, arrows to move, Enter to take. Draws on stderr, because
 * stdout may be an `eval`'s.
 * @throws when Esc or Ctrl-C is pressed: nothing was chosen
 */
export async function pickProfile(
  reader: KeyReader,
  rows: readonly ProfileRow[],
  typed: string,
  search: Search,
): Promise<ProfileRow> {
  const screen = createScreen();
  let letters = typed;
  let matches = search(rows, letters);
  let at = 0;
  const draw = (): void => {
    screen.draw(letters, matches, rows.length, at);
  };
  const narrow = (wanted: string): void => {
    letters = wanted;
    matches = search(rows, letters);
    at = 0;
  };
  const reading = readKeys(reader, (key) => {
    const row = matches[at];
    if (key === escape) reader.interrupt();
    else if (enter.includes(key) && row !== undefined) return { result: row };
    else if (up.includes(key)) at = Math.max(0, at - 1);
    else if (down.includes(key)) at = Math.max(0, Math.min(matches.length - 1, at + 1));
    else if (backspace.includes(key)) narrow(Array.from(letters).slice(0, -1).join(''));
    else if (key === ctrlU) narrow('');
    else if (!/^\p{Cc}/u.test(key)) narrow(letters + key);
    draw();
    return undefined;
  });
  draw();
  try {
    return await reading;
  } finally {
    screen.clear();
  }
}

function createScreen() {
  const { stderr } = process;
  const paint = painter(stderr, process.env);

  /** The question stays on the first line; the cursor waits behind what was typed. */
  function draw(letters: string, matches: readonly ProfileRow[], all: number, at: number): void {
    const columns = Math.max(20, stderr.columns || 80);
    const height = Math.max(1, Math.min(tallest, (stderr.rows || 24) - 3));
    const first = Math.max(0, Math.min(at - Math.floor(height / 2), matches.length - height));
    const shown = matches.slice(first, first + height);
    const lines = table(shown.map(cells), columns - 3).map((line, index) =>
      first + index === at ? paint('bold', `> ${line}`) : `  ${line}`,
    );
    const count = paint(
      'dim',
      clipped(`  ${matches.length} of ${all}, Enter takes, Esc leaves`, columns - 1),
    );
    const question = clipped(`Profile: ${plainText(letters)}`, columns - 2);
    const below = [...lines, count];
    stderr.write(`\r\u001b[J${question}\n${below.join('\n')}\u001b[${below.length}A\r${question}`);
  }

  return {
    draw,
    clear: () => stderr.write('\r\u001b[J'),
  };
}

function cells(row: ProfileRow): string[] {
  const marks = `${row.active ? '●' : ' '}${row.favourite ? '★' : ' '}`;
  return [marks, row.name, row.accountId, row.accountName ?? '', row.roleName, row.ssoSession ?? ''];
}
