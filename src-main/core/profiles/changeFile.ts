import { AppError } from '../errors.ts';
import type { Clock, Log, Memory, SharedFiles } from '../ports.ts';
import { editSections, withoutOurs, type SectionChanges, type SectionEdit } from './editSections.ts';
import type { AwsFiles } from './deliveryRecord.ts';
import { bodyStart, parseSharedFile, type Section, type SharedFile } from './sharedFile.ts';

export interface DeliveryPorts {
  readonly files: SharedFiles;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly log: Log;
  /** 1 to 16 small letters and digits that tell this Latchkey home from others on the same AWS files. */
  readonly home: string;
  /** Where sections of ours are looked for when none are remembered. */
  readonly awsFiles: AwsFiles;
}

/** Decides from the text of a file what changes in it. @throws AppError when it must not change */
export type Plan = (text: string) => SectionChanges;

/** One file and what shall change in it. */
export interface FilePlan {
  readonly file: SharedFile;
  /** Absolute. */
  readonly path: string;
  readonly plan: Plan;
}

/** What would change now, without writing. @throws what the plan throws; AppError file-unreadable */
export async function previewChange(
  ports: DeliveryPorts,
  { file, path, plan }: FilePlan,
): Promise<SectionEdit> {
  const text = (await ports.files.read(path)) ?? '';
  return editSections(file, text, plan(text));
}

/**
 * Keeps a copy of what is not ours, then changes the file. The plan is asked again for the text that is there by then.
 * @throws what the plan throws; AppError file-unreadable, file-unwritable
 */
export async function changeFile(ports: DeliveryPorts, change: FilePlan): Promise<SectionEdit> {
  const { file, path, plan } = change;
  const text = (await ports.files.read(path)) ?? '';
  let planned = { text, edit: editSections(file, text, plan(text)) };
  if (planned.edit.text === text) return planned.edit;
  const others = withoutOurs(file, text);
  if (others.trim() !== '') await ports.files.backUp(path, others);
  await ports.files.edit(
    path,
    (now) => {
      // Mostly nobody wrote in between, and to plan again is to read thousands of sections again.
      if (now !== planned.text) planned = { text: now, edit: editSections(file, now, plan(now)) };
      return planned.edit.text;
    },
    file === 'credentials' ? 'keys' : 'settings',
  );
  return planned.edit;
}

/** Whether we, this home, wrote the section and nobody changed it since. */
export function isOwnSection({ mark }: Section, home: string, kind: 'keys' | 'process'): boolean {
  return mark?.intact === true && mark.marker.home === home && mark.marker.kind === kind;
}

export function sectionNotOurs(path: string, section: Section): AppError {
  const header = section.lines[0].text.trim();
  const why =
    section.mark === null
      ? `${path} already has a section ${header} that Latchkey did not write.`
      : `The section ${header} of ${path} was changed since Latchkey wrote it, or another Latchkey home did.`;
  return new AppError('section-not-ours', why, {
    hint: 'Choose another name with --as NAME, or remove that section yourself.',
  });
}

/** What keeps the AWS CLI from reading a file: a person should know, although our change succeeds. */
export function fileWarnings(file: SharedFile, path: string, text: string): readonly string[] {
  if (bodyStart(text) > 0) {
    return [`${path} begins with a byte order mark, so the AWS CLI cannot read it: save it without one.`];
  }
  const headers = new Set<string>();
  for (const { lines } of parseSharedFile(file, text)) {
    const header = lines[0].text.trim();
    if (headers.has(header)) return [`${path} has ${header} twice, so the AWS CLI cannot read it.`];
    headers.add(header);
  }
  return [];
}
