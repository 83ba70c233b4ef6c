import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Memory } from '../ports.ts';
import {
  changeFile,
  isOwnSection,
  previewChange,
  type DeliveryPorts,
  type FilePlan,
  type Plan,
} from './changeFile.ts';
import {
  deliveryRecord,
  fileOf,
  pathOf,
  processBlock,
  readRecords,
  recordKey,
  writeRecords,
  type DeliveryRecord,
} from './deliveryRecord.ts';
import { holdsBlock, type Block, type SectionEdit } from './editSections.ts';
import { sectionDiff } from './sectionDiff.ts';
import { byProfile, headerOf, parseSharedFile, type Section, type SharedFile } from './sharedFile.ts';

export interface FileDiff {
  readonly file: string;
  readonly diff: string;
}

/** What one section was and is; keys are not kept, so they have no way back. */
const sectionChange = z.strictObject({ before: deliveryRecord.nullable(), after: deliveryRecord.nullable() });
export type SectionChange = z.infer<typeof sectionChange>;

const document = z.strictObject({ version: z.literal(1), changes: z.array(sectionChange) });

/**
 * The last edit that a person asked for; renewals and expiry are none. Asked before the records of what went are
 * dropped, for they tell whose it was and a section does not.
 */
export async function rememberForUndo(memory: Memory, changes: readonly SectionChange[]): Promise<void> {
  if (changes.length === 0) return;
  const records = new Map((await readRecords(memory)).map((record) => [recordKey(record), record]));
  const known = changes.map(({ before, after }) => ({
    before: before && { ...before, role: before.role ?? records.get(recordKey(before))?.role ?? null },
    after,
  }));
  await memory.write('undo', { version: 1, changes: known });
}

/**
 * The inverse of our last edit. Keys are taken out, never written back.
 * @throws AppError nothing-to-undo, lines-changed, file-unreadable, file-unwritable
 */
export async function undoLastEdit(
  ports: DeliveryPorts,
  { dryRun }: { readonly dryRun: boolean },
): Promise<{ readonly diffs: readonly FileDiff[] }> {
  const read = document.safeParse(await ports.memory.read('undo'));
  const changes = read.success ? read.data.changes : [];
  if (changes.length === 0) throw nothingToUndo('There is no edit of the AWS files to take back.');
  const plans = filePlans(ports, changes);
  const edits: SectionEdit[] = [];
  for (const plan of plans) edits.push(await previewChange(ports, plan));
  if (edits.every(({ hunks }) => hunks.length === 0)) {
    throw nothingToUndo('The keys of the last edit are out of the file, and keys are never written back.');
  }
  if (!dryRun) await write(ports, plans, changes);
  const diffs = plans.map(({ path }, index) => ({
    file: path,
    diff: sectionDiff(path, edits[index]?.hunks ?? []),
  }));
  return { diffs: diffs.filter(({ diff }) => diff !== '') };
}

async function write(
  ports: DeliveryPorts,
  plans: readonly FilePlan[],
  changes: readonly SectionChange[],
): Promise<void> {
  const back = changes.flatMap(({ before }) => (before?.delivery === 'process' ? [before] : []));
  const gone = new Set(changes.flatMap(({ after }) => (after === null ? [] : [recordKey(after)])));
  const records = new Map((await readRecords(ports.memory)).map((record) => [recordKey(record), record]));
  for (const record of back) records.set(recordKey(record), record);
  await writeRecords(ports.memory, records.values());
  for (const plan of plans) await changeFile(ports, plan);
  for (const record of back) gone.delete(recordKey(record));
  for (const key of gone) records.delete(key);
  await writeRecords(ports.memory, records.values());
  await ports.memory.write('undo', { version: 1, changes: [] });
}

function filePlans(ports: DeliveryPorts, changes: readonly SectionChange[]): readonly FilePlan[] {
  const places = new Map<string, FilePlan & { readonly changes: SectionChange[] }>();
  for (const change of changes) {
    const record = change.after ?? change.before;
    if (record === null) continue;
    const file = fileOf(record);
    const path = pathOf(record);
    const place = places.get(`${file} ${path}`);
    if (place === undefined) {
      const here = [change];
      places.set(`${file} ${path}`, {
        file,
        path,
        changes: here,
        plan: inversePlan(ports, file, path, here),
      });
    } else {
      place.changes.push(change);
    }
  }
  return [...places.values()];
}

function inversePlan(
  { home }: DeliveryPorts,
  file: SharedFile,
  path: string,
  changes: readonly SectionChange[],
): Plan {
  return (text) => {
    const put = new Map<string, Block>();
    const out = new Set<number>();
    const profiles = byProfile(parseSharedFile(file, text));
    for (const { before, after } of changes) {
      const sections = profiles.get((after ?? before)?.name ?? '') ?? [];
      const [section] = sections;
      if (after?.delivery === 'keys' && section === undefined) continue;
      if (before?.delivery === 'keys' && after === null) continue;
      if (!stands(home, sections, after)) throw linesChanged(path, after ?? before);
      if (before?.delivery === 'process') put.set(before.name, processBlock(home, before));
      else if (section !== undefined) out.add(section.lineNumber);
    }
    return { put, takeOut: (_, section) => out.has(section.lineNumber) };
  };
}

/** Whether the file still holds what our edit left there. */
function stands(home: string, sections: readonly Section[], after: DeliveryRecord | null): boolean {
  const [section, ...others] = sections;
  if (after === null || section === undefined) return after === null && section === undefined;
  if (others.length > 0 || !isOwnSection(section, home, after.delivery)) return false;
  if (section.mark?.marker.id !== after.id) return false;
  if (after.delivery === 'keys') return true;
  return holdsBlock('config', section, processBlock(home, after));
}

function linesChanged(path: string, record: DeliveryRecord | null): AppError {
  const header = record === null ? '' : `${headerOf(fileOf(record), record.name)} of `;
  return new AppError(
    'lines-changed',
    `${header}${path} was changed since our last edit, so it is left alone.`,
    {
      hint: 'Look at those lines and change them by hand.',
    },
  );
}

function nothingToUndo(sentence: string): AppError {
  return new AppError('nothing-to-undo', sentence, { hint: 'latchkey start delivers a profile again.' });
}
