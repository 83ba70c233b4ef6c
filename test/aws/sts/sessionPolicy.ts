import type { ParameterReader } from './parameterReader.ts';
import { StsError } from './stsError.ts';

export interface SessionPolicy {
  readonly inline: string | undefined;
  readonly arns: readonly string[];
}

/** The model limits the text of the policy on every call but AssumeRole. */
export function readSessionPolicy(read: ParameterReader, max = Infinity): SessionPolicy {
  const inline = read.text('Policy', { min: 1, max, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' });
  const arns = read.entries('PolicyArns', { arn: { min: 20, max: 2048 } }, 10).map(({ arn = '' }) => arn);
  return { inline, arns };
}

/**
 * PackedPolicySize in percent; `undefined` without a policy. AWS packs in a way of its own, here the plain text counts.
 * @throws StsError MalformedPolicyDocument, PackedPolicyTooLarge, ValidationError for another account's policy
 */
export function packedPolicySize({ inline, arns }: SessionPolicy, accountId: string): number | undefined {
  if (inline === undefined && arns.length === 0) return undefined;
  for (const arn of arns) {
    const owner = /^arn:aws(?:-us-gov|-cn)?:iam::(\d{12}|aws):policy\/.+$/.exec(arn)?.[1];
    if (owner !== 'aws' && owner !== accountId) throw new StsError('ValidationError', `${arn} is invalid`);
  }
  if (inline !== undefined) checkDocument(inline);
  const percent = Math.ceil(((inline?.length ?? 0) + arns.join('').length) / 20.48);
  if (percent > 100) {
    throw new StsError(
      'PackedPolicyTooLarge',
      `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    );
  }
  return percent;
}

function checkDocument(text: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw new StsError('MalformedPolicyDocument', 'This policy contains invalid Json');
  }
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) {
    throw new StsError('MalformedPolicyDocument', 'Syntax errors in policy.');
  }
}
