import { AppError } from '../errors.ts';
import { formatMarker, lineCheck, type Marker } from './marker.ts';
import {
  bodyStart,
  byProfile,
  headerOf,
  parseSharedFile,
  type Line,
  type Mark,
  type Section,
  type SharedFile,
} from './sharedFile.ts';

/** A section of ours before it is laid out in a file. */
export interface Block {
  readonly name: string;
  readonly marker: Pick<Marker, 'kind' | 'id' | 'home' | 'endsAt'>;
  readonly keys: readonly (readonly [key: string, value: string])[];
}

export interface SectionChanges {
  /** By profile name: replaces our own section of that name where it stands, else goes to the end. */
  readonly put: ReadonlyMap<string, Block>;
  /** Which marked sections go. Lines that a person added or changed in them stay. */
  readonly takeOut: (mark: Mark, section: Section) => boolean;
}

/** Lines that went and came at one place. */
export interface Hunk {
  /** Line number in the text before, from 1. */
  readonly lineNumber: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export interface SectionEdit {
  readonly text: string;
  readonly hunks: readonly Hunk[];
}

interface Cut extends Hunk {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** Ending of the lines that are cut. */
  readonly newline: string;
}

/**
 * Changes our own sections and keeps every other byte: line endings, a missing last newline, comments, duplicates
 * and whatever else is there. Putting a section into a file and taking it out again gives the same bytes.
 * Callers see to it that no section of another owner has a name in `put`.
 */
export function editSections(file: SharedFile, text: string, changes: SectionChanges): SectionEdit {
  const sections = parseSharedFile(file, text);
  const open = new Map(changes.put);
  const cuts: Cut[] = [];
  for (const section of sections) {
    if (section.mark === null) continue;
    const block = section.name === null ? undefined : open.get(section.name);
    if (block !== undefined && section.mark.intact) {
      cuts.push(...replace(file, text, section, section.mark, block));
      open.delete(block.name);
    } else if (changes.takeOut(section.mark, section)) {
      cuts.push(...takeOut(text, section, section.mark));
    }
  }
  const appended = append(file, applyCuts(text, cuts), [...open.values()]);
  checkResult(file, appended.text, changes);
  const end = { lineNumber: 1 + countLines(text), removed: [], added: appended.added };
  return { text: appended.text, hunks: appended.added.length === 0 ? cuts : [...cuts, end] };
}

/** The text without any section of ours, of any home: what a backup may hold. */
export function withoutOurs(file: SharedFile, text: string): string {
  return editSections(file, text, { put: new Map(), takeOut: () => true }).text;
}

/** The block's lines: header, marker, keys. */
export function blockLines(file: SharedFile, block: Block, blankAbove: boolean): readonly string[] {
  const header = headerOf(file, block.name);
  const keys = block.keys.map(([key, value]) => `${key} = ${value}`);
  const checks = [header, ...keys].map(lineCheck);
  return [header, formatMarker({ ...block.marker, checks, blankAbove }), ...keys];
}

/** Whether the section is exactly what the block would be. */
export function holdsBlock(file: SharedFile, section: Section, block: Block): boolean {
  const wanted = blockLines(file, block, section.mark?.marker.blankAbove ?? false);
  return section.mark?.intact === true && wanted.every((line, index) => section.lines[index]?.text === line);
}

function replace(file: SharedFile, text: string, section: Section, mark: Mark, block: Block): Cut[] {
  if (holdsBlock(file, section, block)) return [];
  const [header] = section.lines;
  const last = mark.ownLines.at(-1) ?? header;
  const newline = endingOf(text, header);
  const removed = section.lines.slice(0, mark.ownLines.length + 1).map((line) => line.text);
  const added = blockLines(file, block, mark.marker.blankAbove);
  const replacement = added.join(newline) + endingOf(text, last);
  const { lineNumber } = section;
  return [{ lineNumber, removed, added, start: header.start, end: last.end, replacement, newline }];
}

function takeOut(text: string, section: Section, mark: Mark): Cut[] {
  const [header] = section.lines;
  const newline = endingOf(text, header);
  const blank = mark.wholly && hasBlankAbove(text, header.start, newline, mark) ? newline.length : 0;
  const going = mark.wholly ? [header, ...mark.ownLines] : mark.ownLines;
  const numbers = new Map(section.lines.map((line, index) => [line, section.lineNumber + index]));
  return going.map((line) => {
    const above = line === header ? blank : 0;
    return {
      lineNumber: (numbers.get(line) ?? section.lineNumber) - (above > 0 ? 1 : 0),
      removed: above > 0 ? ['', line.text] : [line.text],
      added: [],
      start: line.start - above,
      end: line.end,
      replacement: '',
      newline,
    };
  });
}

/** Whether the empty line that we put above the header is still there. */
function hasBlankAbove(text: string, start: number, newline: string, { marker }: Mark): boolean {
  const blank = start - newline.length;
  if (!marker.blankAbove || newline === '' || text.slice(blank, start) !== newline) return false;
  return blank === bodyStart(text) || '\r\n'.includes(text.charAt(blank - 1));
}

function endingOf(text: string, line: Line): string {
  return text.slice(line.start + line.text.length, line.end);
}

function applyCuts(text: string, cuts: readonly Cut[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const cut of cuts) {
    parts.push(text.slice(from, cut.start), cut.replacement);
    from = cut.end;
  }
  const kept = parts.join('') + text.slice(from);
  const last = cuts.at(-1);
  // A file without a last newline lent its end to us: we ended its last line, so that newline is ours as well.
  const lent = last?.replacement === '' && last.end === text.length && !text.endsWith('\n');
  return lent && kept.endsWith(last.newline) ? kept.slice(0, kept.length - last.newline.length) : kept;
}

function append(
  file: SharedFile,
  text: string,
  blocks: readonly Block[],
): { readonly text: string; readonly added: readonly string[] } {
  if (blocks.length === 0) return { text, added: [] };
  const body = text.slice(bodyStart(text));
  const newline = /\r?\n/.exec(body)?.[0] ?? '\n';
  // A newline behind a lone CR would make one CRLF of the two, and take the user's CR away with ours.
  const closed = body === '' || /[\r\n]$/.test(body);
  const blankFirst = body !== '' && !endsWithBlankLine(body);
  const added = blocks.flatMap((block, index) => {
    const blankAbove = index > 0 || blankFirst;
    return [...(blankAbove ? [''] : []), ...blockLines(file, block, blankAbove)];
  });
  const joined = added.join(newline);
  return { text: closed ? text + joined + newline : text + newline + joined, added };
}

function endsWithBlankLine(body: string): boolean {
  // Python ends a line at a lone CR, the SDK for JavaScript does not: it would read on into our header.
  if (body.endsWith('\r')) return false;
  const ended = body.endsWith('\r\n') ? body.slice(0, -2) : body.endsWith('\n') ? body.slice(0, -1) : body;
  const lastLine = ended.slice(Math.max(ended.lastIndexOf('\n'), ended.lastIndexOf('\r')) + 1);
  return lastLine.trim() === '';
}

/** Reads the result back before anybody writes it. */
function checkResult(file: SharedFile, text: string, changes: SectionChanges): void {
  const profiles = byProfile(parseSharedFile(file, text));
  for (const block of changes.put.values()) {
    const [section, ...others] = profiles.get(block.name) ?? [];
    if (section === undefined || others.length > 0 || !holdsBlock(file, section, block)) {
      throw new AppError('internal', `The section of ${block.name} would not be read as it was written.`, {
        hint: 'Nothing was changed. Please report this.',
      });
    }
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return text === '' || text.endsWith('\n') ? lines : lines + 1;
}
