import { AppError } from '../errors.ts';
import { importText } from './importText.ts';
import { deepest, plainDocument } from './plainDocument.ts';

/** The parser takes a moment a word, and for ever with a great many. */
const mostWords = 60_000;
/** Columns. A block lies as deep as it is indented. */
const widestIndent = 160;

/**
 * One YAML document of plain values: no anchors, aliases, tags or merge keys, which make much out of little.
 * @throws AppError file-invalid, without a word of the text
 */
export async function readYaml(text: string, what: string): Promise<unknown> {
  const checked = importText(text, what);
  // Few people import, and nobody else waits for the parser.
  const { Lexer, isMap, parseDocument, visit } = await import('yaml');
  checkWords(new Lexer().lex(checked), what);
  let value: unknown;
  try {
    const document = parseDocument(checked, {
      version: '1.2',
      schema: 'core',
      // Theirs looks each key up among all the others.
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    if (document.errors.length > 0) throw unreadable(what);
    visit(document, (_key, node) => {
      if (isMap(node)) checkKeys(node.items, what);
    });
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(what);
  }
  return plainDocument(value, what);
}

/** What the parser must not even begin with: 60,000 open brackets end the process. */
function checkWords(words: Iterable<string>, what: string): void {
  let count = 0;
  let flow = 0;
  let inLine = 0;
  let isLineStart = true;
  for (const word of words) {
    count += 1;
    if (count > mostWords) throw new AppError('file-invalid', `${what} has too many words.`);
    const [first] = word;
    if (first === '&' || first === '*' || first === '!')
      throw new AppError('file-invalid', `${what} has YAML anchors, aliases or tags.`, {
        hint: 'Write each value out where it stands.',
      });
    if (word === '[' || word === '{') flow += 1;
    if (word === ']' || word === '}') flow -= 1;
    if (first === '\n' || first === '\r') inLine = 0;
    if (word === '-' || word === '?' || word === ':') inLine += 1;
    const indent = isLineStart && first === ' ' ? word.length : 0;
    if (flow > deepest || inLine > deepest || indent > widestIndent)
      throw new AppError('file-invalid', `${what} is nested too deeply.`);
    isLineStart = first === '\n' || first === '\r';
  }
}

function checkKeys(items: readonly { readonly key: unknown }[], what: string): void {
  const seen = new Set<string>();
  for (const { key } of items) {
    const name = String(key);
    if (name === '<<') throw new AppError('file-invalid', `${what} merges keys (<<).`);
    if (seen.has(name)) throw new AppError('file-invalid', `${what} has a key twice.`);
    seen.add(name);
  }
}

function unreadable(what: string): AppError {
  return new AppError('file-invalid', `${what} is not YAML that can be read.`, {
    hint: 'It may have been cut short.',
  });
}
