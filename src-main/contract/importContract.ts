import { z } from 'zod';
import { awsFiles, both, command, nothing, trusted, type Shape } from './shapes.ts';

/** The tools whose files are read; `settings`: a file that was exported; `team`: the file of the settings. */
const importFrom = z.enum(['aws', 'leapp', 'aws-vault', 'granted', 'aws-sso-cli', 'settings', 'team']);

const absolutePath = z.string().startsWith('/', { error: 'The path must begin with /.' }).max(4096);

const source = {
  from: importFrom,
  /** Where the tool’s own file may be, the first that is there; left out: where it usually is. */
  files: z.array(absolutePath).max(4).optional(),
  awsFiles: awsFiles.optional(),
};

const planItem = z.strictObject({
  id: z.string(),
  kind: z.enum([
    'sign-in',
    'profile',
    'alias',
    'region',
    'favourite',
    'hidden',
    'label',
    'colour',
    'mark',
    'setting',
  ]),
  name: z.string(),
  change: z.enum(['add', 'change', 'remove']),
  /** Lines, as they are here and as they would be. */
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** Ids of items without which this one cannot be. */
  needs: z.array(z.string()),
  /** Something here would be replaced or taken away: only where the person says so for this one. */
  collides: z.boolean(),
  /** The config profile whose long-term keys a person must take first; null: nothing is missing. */
  keysIn: z.string().nullable(),
});

const leftRow = z.strictObject({ name: z.string(), why: z.string() });

/** What other tools, an exported file and a team’s file would bring. Nothing of theirs is ever written. */
export const importContract = {
  /** Tools whose files are here. Nothing of them is read. */
  importSources: command(
    {
      input: nothing,
      output: z.strictObject({
        sources: z.array(z.strictObject({ from: importFrom, file: z.string() })),
        teamFile: z.string().nullable(),
      }),
    },
    both,
  ),
  planImport: command(
    {
      input: z.strictObject(source),
      output: z.strictObject({
        /** What was read. */
        files: z.array(z.string()),
        /** Of all that the plan says: what is carried out is what was shown. */
        digest: z.string(),
        items: z.array(planItem),
        /** Found and not taken: commands, plug-ins, keys, and what is not well formed. */
        left: z.array(leftRow),
        /** How many more of those there are. */
        leftMore: z.number(),
      }),
    },
    both,
  ),
  /** Refused when the files or what is here have changed since the plan. */
  applyImport: command(
    {
      input: z.strictObject({
        ...source,
        digest: z.string().max(64),
        items: z.array(z.string().max(2048)).max(5000),
      }),
      output: z.strictObject({
        /** Names, in order. */
        done: z.array(z.strictObject({ kind: planItem.shape.kind, name: z.string() })),
        left: z.array(leftRow),
        keysRemoved: z.number(),
      }),
    },
    both,
  ),
  /** All that a person set up but secrets, trust and this machine’s own, as the text of a file. */
  exportSettings: command({ input: nothing, output: z.strictObject({ text: z.string() }) }, both),
  /** null: none. What came from the one before stays. */
  setTeamFile: command(
    { input: z.strictObject({ path: absolutePath.nullable() }), output: nothing },
    trusted,
  ),
} as const satisfies Record<string, Shape>;
