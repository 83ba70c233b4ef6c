import { z } from 'zod';
import { externalCommand } from '../core/roles/externalCommand.ts';
import { iamUser } from '../core/roles/iamUser.ts';
import {
  accountId,
  both,
  command,
  givenName,
  mfaCode,
  nothing,
  socketOnly,
  time,
  trusted,
  type Shape,
} from './shapes.ts';

export const iamUserView = z.strictObject({
  name: z.string(),
  arn: z.string(),
  accountId,
  userName: z.string(),
  /** Of the key in use. */
  keyId: z.string(),
  region: z.string(),
  mfaSerial: z.string().nullable(),
  /** Whether a program gives the codes; which one is not the window's to know. */
  hasMfaProcess: z.boolean(),
  sessionSeconds: z.number().nullable(),
  /** End of the MFA session in memory, during which no code is needed. */
  mfaUntil: time.nullable(),
  /** Id of the profile that is the user itself. */
  profileId: z.string(),
});

const changes = {
  mfaSerial: iamUser.shape.mfaSerial.unwrap().optional(),
  region: iamUser.shape.region.optional(),
  sessionSeconds: iamUser.shape.sessionSeconds.unwrap().optional(),
};

/** Long-term keys, which stand in the secret store alone. */
export const iamUserContract = {
  listIamUsers: command({ input: nothing, output: z.strictObject({ iamUsers: z.array(iamUserView) }) }, both),
  /** Asks AWS whose keys they are; the root user's are refused. Where no device is named and there is one, it is taken. */
  addIamUser: command(
    {
      input: z.strictObject({
        name: iamUser.shape.name,
        accessKeyId: z.string().min(1).max(128),
        secretAccessKey: z.string().min(1).max(256),
        ...changes,
      }),
      output: z.strictObject({ iamUser: iamUserView }),
    },
    socketOnly,
  ),
  changeIamUser: command(
    {
      input: z.strictObject({ name: givenName, ...changes }),
      output: z.strictObject({ iamUser: iamUserView }),
    },
    both,
  ),
  setMfaProcess: command(
    { input: z.strictObject({ name: givenName, command: externalCommand.nullable() }), output: nothing },
    trusted,
  ),
  /** Forgets the keys; AWS keeps them. Refused while profiles begin there. */
  removeIamUser: command(
    { input: z.strictObject({ name: givenName }), output: z.strictObject({ keysRemoved: z.number() }) },
    both,
  ),
  /** Goes on where a rotation was cut short. */
  rotateIamUser: command(
    {
      input: z.strictObject({
        name: givenName,
        mfaCode: mfaCode.optional(),
        asksItself: z.boolean().optional(),
        /** Deactivates the former key of a rotation that is through; nothing is ever deleted. */
        deactivateFormer: z.boolean().optional(),
      }),
      output: z.strictObject({
        name: z.string(),
        keyId: z.string(),
        /** The key before, still active at AWS; null: there is none left to deactivate. */
        formerKeyId: z.string().nullable(),
        deactivated: z.boolean(),
      }),
    },
    both,
  ),
} as const satisfies Record<string, Shape>;
