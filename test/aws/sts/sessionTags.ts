import type { Principal } from '../principal.ts';
import type { ParameterReader } from './parameterReader.ts';
import { StsError } from './stsError.ts';

type Tags = readonly { readonly key: string; readonly value: string }[];

export interface SessionTags {
  readonly tags: Tags;
  readonly transitiveKeys: readonly string[];
}

const characters = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';
const keyRule = { min: 1, max: 128, pattern: `${characters}+` };

/** GetFederationToken takes tags, but none that are carried on: its credentials cannot assume a role. */
export function readTags(read: ParameterReader): Tags {
  const entries = read.entries('Tags', { Key: keyRule, Value: { max: 256, pattern: `${characters}*` } }, 50);
  return entries.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
}

export function readSessionTags(read: ParameterReader): SessionTags {
  return { tags: readTags(read), transitiveKeys: read.list('TransitiveTagKeys', keyRule, 50) };
}

/**
 * The keys that go on to the next role, in lower case: AWS compares keys so.
 * @throws StsError InvalidParameterValue
 */
export function transitiveTagsOf(
  { tags, transitiveKeys }: SessionTags,
  caller: Principal,
): ReadonlySet<string> {
  const keys = tags.map((tag) => tag.key.toLowerCase());
  const inherited = caller.kind === 'role' ? caller.transitiveTags : new Set<string>();
  if (new Set(keys).size !== keys.length) {
    refuse('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if (keys.some((key) => key.startsWith('aws:'))) refuse('Tag keys that start with aws: are reserved.');
  if (!transitiveKeys.every((key) => keys.includes(key.toLowerCase()))) {
    refuse('The specified transitive tag key must be included in the requested tags.');
  }
  if (keys.some((key) => inherited.has(key))) {
    refuse(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return new Set([...inherited, ...transitiveKeys.map((key) => key.toLowerCase())]);
}

function refuse(message: string): never {
  throw new StsError('InvalidParameterValue', message);
}
