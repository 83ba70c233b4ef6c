import { type KeyReader, readKeys } from './keys.ts';

const backspace = ['\u007f', '\b'];
const enter = ['\r', '\n'];
const ctrlD = '\u0004';
const ctrlU = '\u0015';

/**
 * Asks on the terminal, unechoed. Where it may take several lines `isWhole` says when the last one has come; an empty
 * line ends it, too.
 * @throws when Ctrl-C is pressed
 */
export async function askSecret(
  reader: KeyReader,
  question: string,
  isWhole?: (text: string) => boolean,
): Promise<string> {
  return askLine(reader, question, false, isWhole);
}

/** Asks on the terminal and shows what is typed. @throws when Ctrl-C is pressed */
export async function askText(reader: KeyReader, question: string): Promise<string> {
  return (await askLine(reader, question, true)).trim();
}

/** Asks on the terminal; nothing typed is `otherwise`, anything but y or yes is no. @throws when Ctrl-C is pressed */
export async function askYesNo(reader: KeyReader, question: string, otherwise = false): Promise<boolean> {
  const typed = (await askLine(reader, `${question} ${otherwise ? '[Y/n]' : '[y/N]'}`, true)).trim();
  return typed === '' ? otherwise : /^y(es)?$/i.test(typed);
}

async function askLine(
  reader: KeyReader,
  question: string,
  echo: boolean,
  isWhole: (text: string) => boolean = () => true,
): Promise<string> {
  const { stderr } = process;
  let line = '';
  let before = '';
  const reading = readKeys(reader, (key) => {
    const isEmptyLine = enter.includes(before) && !(before === '\r' && key === '\n');
    before = key;
    if (key === ctrlD) return { result: line };
    if (enter.includes(key)) return isEmptyLine || isWhole(line) ? { result: line } : undefined;
    if (backspace.includes(key)) {
      if (echo && line !== '') stderr.write('\b \b');
      line = Array.from(line).slice(0, -1).join('');
    } else if (key === ctrlU) {
      if (echo) stderr.write('\b \b'.repeat(Array.from(line).length));
      line = '';
    } else if (!/^\p{Cc}/u.test(key)) {
      if (echo) stderr.write(key);
      line += key;
    }
    return undefined;
  });
  // Only now: what is typed at the sight of the question must find the terminal without its echo.
  stderr.write(`${question} `);
  try {
    return await reading;
  } finally {
    stderr.write('\n');
  }
}
