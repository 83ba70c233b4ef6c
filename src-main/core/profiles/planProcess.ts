import { fileWarnings, isOwnSection, sectionNotOurs } from './changeFile.ts';
import { processBlock, recordOfSection, type AwsFiles, type DeliveryRecord } from './deliveryRecord.ts';
import { holdsBlock, type Block, type SectionChanges } from './editSections.ts';
import { byProfile, parseSharedFile, type Section } from './sharedFile.ts';
import type { SectionChange } from './undo.ts';

/** What putting process profiles means for a config file as it is now. */
export interface ProcessPlan {
  readonly changes: SectionChanges;
  /** Names of profiles. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly warnings: readonly string[];
  readonly undo: readonly SectionChange[];
  /** Those that stand in the file afterwards, by name. */
  readonly standing: ReadonlyMap<string, DeliveryRecord>;
}

/** @throws AppError section-not-ours when the only profile asked for has the name of a section of another owner */
export function planProcess(
  home: string,
  records: ReadonlyMap<string, DeliveryRecord>,
  { files, offered }: { readonly files: AwsFiles; readonly offered?: ReadonlySet<string> | undefined },
  text: string,
): ProcessPlan {
  const sections = parseSharedFile('config', text);
  const { put, puts, foreign, standing } = planPuts(home, records, files, sections);
  const [only] = foreign;
  if (only !== undefined && records.size === 1) throw sectionNotOurs(files.config, only);
  const isPruned = ({ name, mark }: Section): boolean =>
    offered !== undefined &&
    name !== null &&
    mark !== null &&
    !records.has(name) &&
    !offered.has(mark.marker.id);
  const pruned = sections.filter((section) => isOwnSection(section, home, 'process') && isPruned(section));
  const gone = new Set(pruned.map(({ lineNumber }) => lineNumber));
  return {
    changes: { put, takeOut: (_, { lineNumber }) => gone.has(lineNumber) },
    added: puts.filter(({ before }) => before === null).map(({ after }) => after.name),
    changed: puts.filter(({ before }) => before !== null).map(({ after }) => after.name),
    removed: pruned.map(({ name }) => name ?? ''),
    unchanged: standing.size - puts.length,
    warnings: [...foreignWarnings(files.config, foreign), ...fileWarnings('config', files.config, text)],
    undo: [
      ...puts,
      ...pruned.map((section) => ({ before: recordOfSection(section, files) ?? null, after: null })),
    ],
    standing,
  };
}

function planPuts(
  home: string,
  records: ReadonlyMap<string, DeliveryRecord>,
  files: AwsFiles,
  sections: readonly Section[],
) {
  const profiles = byProfile(sections);
  const put = new Map<string, Block>();
  const puts: { before: DeliveryRecord | null; after: DeliveryRecord }[] = [];
  const foreign: Section[] = [];
  const standing = new Map<string, DeliveryRecord>();
  for (const record of records.values()) {
    const [section, ...others] = profiles.get(record.name) ?? [];
    if (section !== undefined && (others.length > 0 || !isOwnSection(section, home, 'process'))) {
      foreign.push(section);
      continue;
    }
    standing.set(record.name, record);
    const block = processBlock(home, record);
    if (section !== undefined && holdsBlock('config', section, block)) continue;
    put.set(record.name, block);
    puts.push({ before: (section && recordOfSection(section, files)) ?? null, after: record });
  }
  return { put, puts, foreign, standing };
}

function foreignWarnings(path: string, sections: readonly Section[]): readonly string[] {
  return sections.map(
    ({ name, lines }) =>
      `${name ?? ''} was left out: ${path} has a section ${lines[0].text.trim()} that is not Latchkey’s.`,
  );
}
