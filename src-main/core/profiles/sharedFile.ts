import { lineCheck, parseMarker, type Marker } from './marker.ts';

/** The two files that AWS tools share. Their section headers differ. */
export type SharedFile = 'config' | 'credentials';

export interface Line {
  /** Without its ending. */
  readonly text: string;
  readonly start: number;
  /** Offset behind its ending. */
  readonly end: number;
}

/** A section with our marker in it. */
export interface Mark {
  readonly marker: Marker;
  /** Every line is the one we wrote, and nobody added any but comments: only then is the section replaced. */
  readonly intact: boolean;
  /** Lines below the header that are still ours, the marker among them. */
  readonly ownLines: readonly Line[];
  /** Nothing but our lines and comments is left, so that the header is ours to remove. */
  readonly wholly: boolean;
}

export interface Section {
  /** The profile that some AWS tool would read this header as; null when none would. */
  readonly name: string | null;
  /** Number of the header's line in the file, from 1. */
  readonly lineNumber: number;
  /** The header and all lines up to the next header. */
  readonly lines: readonly [Line, ...Line[]];
  readonly mark: Mark | null;
}

/** A UTF-8 byte order mark in text of one character a byte. */
const byteOrderMark = '\u00ef\u00bb\u00bf';

/** Where the first line begins. The AWS CLI cannot read a file with a byte order mark; the JS SDK can. */
export function bodyStart(text: string): number {
  return text.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
}

/** The header that every SDK reads alike. */
export function headerOf(file: SharedFile, name: string): string {
  return file === 'credentials' || name === 'default' ? `[${name}]` : `[profile ${name}]`;
}

/** The sections of a file, which need not be valid. `text` is one character a byte. */
export function parseSharedFile(file: SharedFile, text: string): readonly Section[] {
  const sections: Section[] = [];
  let open: { lineNumber: number; lines: [Line, ...Line[]] } | undefined;
  const close = (): void => {
    if (open !== undefined) sections.push(sectionOf(file, open));
  };
  let lineNumber = 0;
  for (const line of splitLines(text)) {
    lineNumber += 1;
    if (line.text.trimStart().startsWith('[')) {
      close();
      open = { lineNumber, lines: [line] };
    } else {
      open?.lines.push(line);
    }
  }
  close();
  return sections;
}

/** Whose mark is looked for when it is asked for: of a file that is read back, one section's is. */
function sectionOf(file: SharedFile, { lineNumber, lines }: Pick<Section, 'lineNumber' | 'lines'>): Section {
  let mark: Mark | null | undefined;
  return {
    name: profileNameOf(file, lines[0].text),
    lineNumber,
    lines,
    get mark() {
      if (mark === undefined) mark = findMark(lines);
      return mark;
    },
  };
}

/** Python ends a line at a lone CR too, so that a header may stand behind one. */
function* splitLines(text: string): Generator<Line> {
  let start = bodyStart(text);
  const ending = /\r\n|\r|\n/g;
  ending.lastIndex = start;
  for (let match = ending.exec(text); match !== null; match = ending.exec(text)) {
    yield { text: text.slice(start, match.index), start, end: ending.lastIndex };
    start = ending.lastIndex;
  }
  if (start < text.length) yield { text: text.slice(start), start, end: text.length };
}

/**
 * Deliberately broad: what any of the SDKs takes for a profile's header counts, since two sections of one name make
 * botocore refuse the whole file and the others merge them.
 */
function profileNameOf(file: SharedFile, header: string): string | null {
  const inner = header.trim().slice(1).split(']')[0]?.trim() ?? '';
  const bare = withoutQuotes(inner);
  if (bare.toLowerCase() === 'default') return 'default';
  if (file === 'credentials') return bare;
  const name = withoutQuotes(/^profile\S*\s+(.+)$/.exec(inner)?.[1] ?? '');
  if (name.toLowerCase() === 'default') return 'default';
  return name === '' ? null : name;
}

function withoutQuotes(text: string): string {
  return text.replaceAll(/["'\\]/g, '').trim();
}

function findMark(lines: readonly [Line, ...Line[]]): Mark | null {
  const at = lines.findIndex(({ text }) => text.startsWith('# latchkey '));
  const markLine = lines[at];
  const marker = markLine && parseMarker(markLine.text);
  if (markLine === undefined || marker === undefined) return null;
  const [headerCheck, ...keyChecks] = marker.checks;
  const own: Line[] = [];
  let others = 0;
  let inOrder = at === 1;
  for (const [index, line] of lines.entries()) {
    if (index === 0 || index === at) continue;
    const check = lineCheck(line.text);
    if (keyChecks.includes(check)) own.push(line);
    else if (isSetting(line.text)) others += 1;
    inOrder &&= index - 2 >= keyChecks.length || keyChecks[index - 2] === check;
  }
  const wholly = lineCheck(lines[0].text) === headerCheck && others === 0;
  return {
    marker,
    intact: wholly && inOrder && own.length === keyChecks.length,
    ownLines: [markLine, ...own].sort((a, b) => a.start - b.start),
    wholly,
  };
}

function isSetting(line: string): boolean {
  return !/^\s*(?:[#;]|$)/.test(line);
}

/** Keys (lower case) and values of a section; nested blocks count as keys. Comments are left out. */
export function settingsOf(section: Section): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const { text } of section.lines.slice(1)) {
    const match = /^\s*([^\s=:#;][^\s=:]*)\s*[=:]\s*(.*?)\s*$/.exec(text);
    if (match?.[1] !== undefined) settings.set(match[1].toLowerCase(), match[2] ?? '');
  }
  return settings;
}

/** The sections by the profile they are read as. */
export function byProfile(sections: readonly Section[]): ReadonlyMap<string, readonly Section[]> {
  const index = new Map<string, Section[]>();
  for (const section of sections) {
    if (section.name === null) continue;
    const same = index.get(section.name);
    if (same === undefined) index.set(section.name, [section]);
    else same.push(section);
  }
  return index;
}
