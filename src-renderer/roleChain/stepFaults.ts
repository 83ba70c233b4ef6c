import {
  parseAssumedRoleArn,
  parseRoleArn,
  partsOfRoleArn,
  roleArnFault,
  type RoleArnParts,
} from '../../src-main/core/arn.ts';
import { isKnownRegion, partitionOf } from '../../src-main/core/partition.ts';
import { sessionNameWords } from '../../src-main/core/roles/sessionName.ts';

/**
 * What AWS would not take of a step, field by field, in a sentence; undefined where nothing is wrong. core's roleStep
 * is the judge: with its schemas 95 KB of zod would come into the window, so the same rules and sentences stand
 * here, and a test holds them to roleStep's.
 */
type Fault = string | undefined;

/** The parts of a role ARN that is right. */
export function roleParts(arn: string): RoleArnParts | undefined {
  return roleArnFault(arn) === undefined ? partsOfRoleArn(parseRoleArn(arn)) : undefined;
}

export function roleFault(arn: string): Fault {
  if (arn === '') return 'Paste the ARN of the role, or the console’s link to switch to it.';
  const assumed = parseAssumedRoleArn(arn);
  if (assumed === undefined) return roleArnFault(arn);
  const { partition, accountId, roleName } = assumed;
  return `This is the ARN of somebody who assumed the role. Use the role’s own: arn:${partition}:iam::${accountId}:role/${roleName}, with the role’s path before the name if it has one.`;
}

/** Whether more letters can still make it right, so that nobody is told while they type. */
export function mayBecomeRole(text: string): boolean {
  if (parseAssumedRoleArn(text) !== undefined) return false;
  const starts = ['https://', 'arn:aws:iam::'];
  const begun = /^arn:aws(-[a-z-]*)?(:(i|ia|iam(:(:(\d{0,12}(:[\u0021-\u007f]*)?)?)?)?)?)?$/;
  return starts.some((start) => start.startsWith(text)) || text.startsWith('https://') || begun.test(text);
}

/** In characters, as core counts: a letter outside of the first plane is one. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

export function externalIdFault(text: string): Fault {
  if (text === '') return undefined;
  if (lengthOf(text) < 2) return 'The external id has at least 2 characters.';
  if (lengthOf(text) > 1224) return 'The external id has at most 1224 characters.';
  if (/^[\w+=,.@:/-]*$/.test(text)) return undefined;
  return 'The external id is made of letters, digits and _ + = , . @ : / -.';
}

const knownBraces = new RegExp(`\\{(?:${sessionNameWords.join('|')})\\}`, 'g');
const bracesForPeople = '{user}, {host}, {reason} and {profile}';

export function sessionNameFault(template: string): Fault {
  if (template === '') return undefined;
  const written = template.replaceAll(knownBraces, '');
  if (!/^[\w+=,.@-]*$/.test(written))
    return `The session name is made of letters, digits, _ + = , . @ - and ${bracesForPeople}.`;
  if (written.length > 64) return `The session name has at most 64 characters beside ${bracesForPeople}.`;
  return template.length === 1 ? 'The session name has at least 2 characters.' : undefined;
}

export function sourceIdentityFault(text: string): Fault {
  if (text === '') return undefined;
  if (lengthOf(text) < 2) return 'The source identity has at least 2 characters.';
  if (lengthOf(text) > 64) return 'The source identity has at most 64 characters.';
  if (/^[\w+=,.@-]*$/.test(text)) return undefined;
  return 'The source identity is made of letters, digits and _ + = , . @ -.';
}

/** @param takesCode whether AWS takes a code there at all */
export function mfaSerialFault(text: string, takesCode = true): Fault {
  if (text === '') return undefined;
  if (!takesCode)
    return 'AWS takes a code only with an IAM user’s own keys: on the first role after one, or for its session.';
  if (lengthOf(text) < 9) return 'The MFA serial has at least 9 characters.';
  if (lengthOf(text) > 256) return 'The MFA serial has at most 256 characters.';
  if (!/^[\w+=/:,.@-]*$/.test(text))
    return 'The MFA serial is made of letters, digits and _ + = / : , . @ -.';
  return /^arn:[^:]*:iam::[^:]*:u2f\//.test(text)
    ? 'The MFA serial is that of a FIDO key or passkey, which AWS takes in the browser only.'
    : undefined;
}

/** Another partition's credentials mean nothing there. */
export function regionFault(region: string, arn: string): Fault {
  if (region === '') return undefined;
  if (!/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/.test(region)) return 'The region must be like eu-west-1.';
  const role = roleParts(arn);
  if (role === undefined || !isKnownRegion(region) || partitionOf(region).id === role.partition)
    return undefined;
  return `The region is not of the role’s partition, ${role.partition}.`;
}

const mostTags = 50;
const tagLetters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Of one tag. */
export function tagFault({ key, value }: { readonly key: string; readonly value: string }): Fault {
  if (key === '') return value === '' ? undefined : 'A tag key has at least 1 character.';
  if (lengthOf(key) > 128) return 'A tag key has at most 128 characters.';
  if (!tagLetters.test(key)) return 'A tag key is made of letters, digits, spaces and _ . : / = + - @.';
  if (key.toLowerCase().startsWith('aws:'))
    return 'A tag key may not begin with aws:, in upper or lower case.';
  if (lengthOf(value) > 256) return 'A tag value has at most 256 characters.';
  return tagLetters.test(value)
    ? undefined
    : 'A tag value is made of letters, digits, spaces and _ . : / = + - @.';
}

/** Of all tags together. */
export function tagsFault(keys: readonly string[]): Fault {
  if (keys.length > mostTags) return `There may be at most ${mostTags} tags.`;
  return new Set(keys.map((key) => key.toLowerCase())).size === keys.length
    ? undefined
    : 'Two tags have the same key: AWS does not tell upper from lower case in tag keys.';
}

const longestPolicy = 2048;

export function policyFault(text: string): Fault {
  if (text === '') return undefined;
  if (text.length > longestPolicy)
    return `The session policy has at most ${longestPolicy} characters, spaces included.`;
  if (!/^[\u0009\u000a\u000d\u0020-\u00ff]*$/.test(text))
    return 'The session policy holds a character that AWS does not take: only tab, line ends and U+0020 to U+00FF.';
  return hasStatement(text) ? undefined : 'The session policy must be a JSON object with a Statement.';
}

function hasStatement(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === 'object' && policy !== null && 'Statement' in policy;
  } catch {
    return false;
  }
}

const mostPolicyArns = 10;

/** AWS counts the inline policy and the ARNs together. */
export function policyArnsFault(arns: readonly string[], policy: string, roleArn: string): Fault {
  if (arns.some((arn) => arn.length > 2048)) return 'A policy ARN has at most 2048 characters.';
  if (!arns.every((arn) => /^arn:aws(-[a-z]+)*:iam::(aws|\d{12}):policy\/[\u0021-\u007f]+$/.test(arn)))
    return 'A policy ARN must be like arn:aws:iam::aws:policy/ReadOnlyAccess.';
  if (arns.length > mostPolicyArns) return `There may be at most ${mostPolicyArns} policy ARNs.`;
  const role = roleParts(roleArn);
  const own = role && [`arn:${role.partition}:iam::${role.accountId}:`, `arn:${role.partition}:iam::aws:`];
  if (own !== undefined && !arns.every((arn) => own.some((start) => arn.startsWith(start))))
    return 'A policy ARN must be of the role’s account, or AWS’s own.';
  const characters = policy.length + arns.join('').length;
  if (characters <= longestPolicy) return undefined;
  return `The session policy and the policy ARNs have ${characters} characters; AWS takes at most ${longestPolicy} together.`;
}

/** The name of a profile: it may become a section of the AWS files. */
export function profileNameFault(name: string): Fault {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$/.test(name))
    return 'A name is up to 64 letters, digits and _ . @ + -, beginning with a letter, a digit or _.';
  return ['default', '__proto__', 'constructor'].includes(name.toLowerCase())
    ? 'This name has another meaning in the AWS files; take another.'
    : undefined;
}
