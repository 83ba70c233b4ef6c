import { z } from 'zod';
import { partsOfRoleArn, type RoleArn } from '../arn.ts';

const longest = 2048;
const mostArns = 10;

/** An inline session policy. Only its outside is looked at: AWS alone knows every element of the language. */
export const sessionPolicy = z
  .string()
  .min(1, { error: 'The session policy is empty.' })
  .max(longest, { error: `The session policy has at most ${longest} characters, spaces included.` })
  .regex(/^[\u0009\u000a\u000d\u0020-\u00ff]*$/, {
    error:
      'The session policy holds a character that AWS does not take: only tab, line ends and U+0020 to U+00FF.',
  })
  .refine(hasStatement, { error: 'The session policy must be a JSON object with a Statement.' });

const policyArn = z
  .string()
  .max(2048, { error: 'A policy ARN has at most 2048 characters.' })
  .regex(/^arn:aws(-[a-z]+)*:iam::(aws|\d{12}):policy\/[\u0021-\u007f]+$/, {
    error: 'A policy ARN must be like arn:aws:iam::aws:policy/ReadOnlyAccess.',
  });

/** Managed policies that narrow the role as the inline one does. */
export const sessionPolicyArns = z
  .array(policyArn)
  .max(mostArns, { error: `There may be at most ${mostArns} policy ARNs.` })
  .default([]);

interface PolicyFields {
  readonly roleArn: RoleArn;
  readonly policy: string | null;
  readonly policyArns: readonly string[];
}

/** What is wrong of the policies together, or beside their role. */
export function sessionPolicyFault({
  roleArn,
  policy,
  policyArns,
}: PolicyFields): { readonly path: string[]; readonly message: string } | undefined {
  const { partition, accountId } = partsOfRoleArn(roleArn);
  const own = [`arn:${partition}:iam::${accountId}:`, `arn:${partition}:iam::aws:`];
  if (!policyArns.every((arn) => own.some((start) => arn.startsWith(start)))) {
    return { path: ['policyArns'], message: 'A policy ARN must be of the role’s account, or AWS’s own.' };
  }
  // AWS counts the inline policy's plain text and the ARNs together.
  const characters = (policy ?? '').length + policyArns.join('').length;
  if (characters <= longest) return undefined;
  return {
    path: ['policyArns'],
    message: `The session policy and the policy ARNs have ${characters} characters; AWS takes at most ${longest} together.`,
  };
}

function hasStatement(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === 'object' && policy !== null && 'Statement' in policy;
  } catch {
    return false;
  }
}
