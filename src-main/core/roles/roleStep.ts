import { z } from 'zod';
import { partsOfRoleArn, roleArnFault, type RoleArn } from '../arn.ts';
import { isKnownRegion, partitionOf } from '../partition.ts';
import { regionName } from '../sso/ssoSession.ts';
import { mfaSerial } from './mfaSerial.ts';
import { sessionLimits } from './sessionLimits.ts';
import { sessionNameWords } from './sessionName.ts';
import { sessionPolicy, sessionPolicyArns, sessionPolicyFault } from './sessionPolicy.ts';
import { sessionTags, transitiveTagKeys } from './sessionTags.ts';

const roleArn = z.custom<RoleArn>((value) => typeof value === 'string' && roleArnFault(value) === undefined, {
  error: ({ input }) => (typeof input === 'string' ? roleArnFault(input) : 'A role ARN is needed.'),
});

const externalId = z
  .string()
  .min(2, { error: 'The external id has at least 2 characters.' })
  .max(1224, { error: 'The external id has at most 1224 characters.' })
  .regex(/^[\w+=,.@:/-]*$/, { error: 'The external id is made of letters, digits and _ + = , . @ : / -.' });

const knownBraces = new RegExp(`\\{(?:${sessionNameWords.join('|')})\\}`, 'g');
const bracesForPeople = '{user}, {host}, {reason} and {profile}';

/** Its words are made fit when they are filled in; what the person typed around them is not changed silently. */
const sessionNameTemplate = z
  .string()
  .min(1, { error: 'The session name is needed.' })
  .refine((template) => /^[\w+=,.@-]*$/.test(template.replaceAll(knownBraces, '')), {
    error: `The session name is made of letters, digits, _ + = , . @ - and ${bracesForPeople}.`,
  })
  .refine((template) => template.replaceAll(knownBraces, '').length <= 64, {
    error: `The session name has at most 64 characters beside ${bracesForPeople}.`,
  })
  .refine((template) => template.length !== 1, { error: 'The session name has at least 2 characters.' });

/** A colon is not among them, so that it cannot begin with `aws:`, which AWS keeps for itself. */
const sourceIdentity = z
  .string()
  .min(2, { error: 'The source identity has at least 2 characters.' })
  .max(64, { error: 'The source identity has at most 64 characters.' })
  .regex(/^[\w+=,.@-]*$/, { error: 'The source identity is made of letters, digits and _ + = , . @ -.' });

const { shortest, longest } = sessionLimits('AssumeRole', false);
const durationRange = `The duration must be whole seconds from ${shortest} to ${longest} (15 minutes to 12 hours).`;

const fields = z.strictObject({
  roleArn,
  externalId: externalId.nullable().default(null),
  /** RoleSessionName with `{user}`, `{host}`, `{reason}`, `{profile}`. */
  sessionName: sessionNameTemplate.default('{user}'),
  /** Seconds; AWS's hour where null. Whether the step may have more than an hour depends on its caller. */
  durationSeconds: z
    .int({ error: durationRange })
    .min(shortest, { error: durationRange })
    .max(longest, { error: durationRange })
    .nullable()
    .default(null),
  tags: sessionTags,
  transitiveTagKeys,
  sourceIdentity: sourceIdentity.nullable().default(null),
  /** An inline policy that narrows what the role may do, as JSON. */
  policy: sessionPolicy.nullable().default(null),
  policyArns: sessionPolicyArns,
  /** Where STS is asked. */
  region: regionName.nullable().default(null),
  mfaSerial: mfaSerial.nullable().default(null),
});

type Fields = z.infer<typeof fields>;

/**
 * One AssumeRole of a chain. What AWS would refuse for its form is refused here, with the field and the limit in a
 * sentence that holds nothing of the value.
 */
export const roleStep = fields.superRefine((step, context) => {
  for (const fault of [transitiveTagFault(step), sessionPolicyFault(step), regionFault(step)]) {
    if (fault !== undefined) context.addIssue({ code: 'custom', ...fault });
  }
});
export type RoleStep = z.infer<typeof roleStep>;

/** What is wrong of one field only beside another. */
interface Fault {
  readonly path: string[];
  readonly message: string;
}

/** AWS compares keys without case. */
function transitiveTagFault({ tags, transitiveTagKeys: transitive }: Fields): Fault | undefined {
  const keys = new Set(tags.map(({ key }) => key.toLowerCase()));
  if (transitive.every((key) => keys.has(key.toLowerCase()))) return undefined;
  return { path: ['transitiveTagKeys'], message: 'A transitive tag key must be the key of one of the tags.' };
}

/** Credentials of one partition mean nothing in another; AWS would say that the token is invalid. */
function regionFault({ roleArn: arn, region }: Fields): Fault | undefined {
  const { partition } = partsOfRoleArn(arn);
  if (region === null || !isKnownRegion(region) || partitionOf(region).id === partition) return undefined;
  return { path: ['region'], message: `The region is not of the role’s partition, ${partition}.` };
}
