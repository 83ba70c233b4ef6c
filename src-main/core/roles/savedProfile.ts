import { z } from 'zod';
import { regionName } from '../sso/ssoSession.ts';
import { accessName } from './accessName.ts';
import { roleStep } from './roleStep.ts';

/** The role that an identity provider's word opens. Nobody's keys sign the call, so AWS gives it up to 12 hours. */
const federatedRole = {
  roleArn: roleStep.shape.roleArn,
  durationSeconds: roleStep.shape.durationSeconds,
};

/** Where a saved profile begins. */
export const profileOrigin = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('account-role'),
    ssoSession: z.string(),
    accountId: z.string().regex(/^\d{12}$/),
    roleName: z.string().min(1).max(64),
  }),
  /** Where another saved profile ends. */
  z.strictObject({ kind: z.literal('profile'), id: z.string() }),
  /** `mfa`: by an MFA session (GetSessionToken), which all profiles of the user share. */
  z.strictObject({ kind: z.literal('iam-user'), name: z.string(), mfa: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('saml'), source: z.string(), ...federatedRole }),
  z.strictObject({
    kind: z.literal('web-identity'),
    source: z.string(),
    ...federatedRole,
    sessionName: z.string().min(1).max(256).default('{user}'),
  }),
  z.strictObject({ kind: z.literal('instance-profile'), source: z.string() }),
]);
export type ProfileOrigin = z.infer<typeof profileOrigin>;

/** A profile that a person made: a source and the roles that are taken from there. */
export const savedProfile = z.strictObject({
  /** Opaque, and the same under another name: deliveries hand it to other programs. */
  id: z.string().regex(/^[0-9a-f]{24}$/),
  name: accessName,
  from: profileOrigin,
  steps: z
    .array(roleStep)
    .max(20, { error: 'A profile takes at most 20 roles one after the other.' })
    .default([]),
  /** Of the keys it gives; that of its source where null. */
  region: regionName.nullable().default(null),
});
export type SavedProfile = z.infer<typeof savedProfile>;
