import { z } from 'zod';
import type { AccountId } from '../arn.ts';
import { regionName } from '../sso/ssoSession.ts';
import { accessName } from './accessName.ts';
import { externalCommand } from './externalCommand.ts';
import { mfaSerial } from './mfaSerial.ts';
import { sessionLimits } from './sessionLimits.ts';

const { shortest, longest } = sessionLimits('GetSessionToken', false);
const sessionRange = `The length of an MFA session is whole seconds from ${shortest} to ${longest} (15 minutes to 36 hours).`;

const form = /^arn:(aws(?:-[a-z]+)*):iam::(\d{12}):user\/(?:[\u0021-\u007e]+\/)?([A-Za-z0-9_+=,.@-]{1,128})$/;

/** A long-term key in the secret store, with its MFA device. What is not secret of it stands in the settings. */
export const iamUser = z.strictObject({
  name: accessName,
  /** `arn:<partition>:iam::<account>:user/<path><name>`, as GetCallerIdentity said it. */
  arn: z.string().regex(form, { error: 'This is not the ARN of an IAM user.' }),
  /** Id of the key in use, which is no secret: its account can be read from it. */
  keyId: z.string().regex(/^\w{16,128}$/),
  /** Where STS is asked. */
  region: regionName,
  mfaSerial: mfaSerial.nullable().default(null),
  /** Prints a code; asked before a person is. */
  mfaProcess: externalCommand.nullable().default(null),
  /** Seconds of a GetSessionToken session; AWS's 12 hours where null. */
  sessionSeconds: z
    .int({ error: sessionRange })
    .min(shortest, { error: sessionRange })
    .max(longest, { error: sessionRange })
    .nullable()
    .default(null),
});
export type IamUser = z.infer<typeof iamUser>;

export interface IamUserArnParts {
  readonly partition: string;
  readonly accountId: AccountId;
  /** Without its path. */
  readonly userName: string;
}

/** Undefined where it is no IAM user's, such as the root user's or a role's. */
export function partsOfUserArn(arn: string): IamUserArnParts | undefined {
  const match = form.exec(arn);
  if (match === null) return undefined;
  const [, partition = '', accountId = '', userName = ''] = match;
  return { partition, accountId: accountId as AccountId, userName };
}
