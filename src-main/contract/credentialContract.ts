import { z } from 'zod';
import { accessChoice, accountId, command, socketOnly, time, type Shape } from './shapes.ts';

const awsCredentials = z.strictObject({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
});

const issuedCredentials = z.strictObject({
  ...awsCredentials.shape,
  expiration: time,
  profileName: z.string(),
  region: z.string(),
  accountId,
  roleName: z.string(),
  /** Such as `production`: shells colour their title by it. */
  labels: z.array(z.string()),
});

/** What the caller does with the keys, for the journal and the person who is asked. */
const use = z.enum(['env', 'exec', 'each', 'credentials', 'credential-process']);

/** What is handed out. Outputs with secrets are the socket’s alone. */
export const credentialContract = {
  credentials: command(
    {
      input: z.union([
        z.strictObject({
          id: z.string().regex(/^[0-9a-f]{24}$/, { error: 'This is not the id of a delivered profile.' }),
          mfaCode: accessChoice.mfaCode,
          reason: accessChoice.reason,
          use: use.optional(),
        }),
        z.strictObject({ ...accessChoice, use: use.optional() }),
      ]),
      output: issuedCredentials,
    },
    socketOnly,
  ),
  checkIdentity: command(
    {
      input: z.strictObject({ ...awsCredentials.shape, region: z.string().max(32) }),
      output: z.strictObject({ arn: z.string(), accountId, roleName: z.string().nullable() }),
    },
    socketOnly,
  ),
} as const satisfies Record<string, Shape>;
