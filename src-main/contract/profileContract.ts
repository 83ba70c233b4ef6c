import { z } from 'zod';
import { roleStep } from '../core/roles/roleStep.ts';
import { savedProfile } from '../core/roles/savedProfile.ts';
import {
  accessChoice,
  accountId,
  awsFiles,
  both,
  command,
  givenName,
  profileChoice,
  profileQuery,
  ssoSessionName,
  time,
  type Shape,
} from './shapes.ts';

export const profileKind = z.enum([
  'account-role',
  'role-chain',
  'iam-user',
  'saml',
  'web-identity',
  'instance-profile',
]);

/**
 * A chain as a person writes it. From a SAML or web-identity source the first step is the role that the identity
 * provider opens; AWS takes no external id, tags or MFA code there.
 */
const draft = {
  /** An IAM user, a source, or a profile (name, id or ACCOUNT/ROLE). */
  from: profileQuery,
  /** Which sign-in, where several offer the same account and role. */
  ssoSession: ssoSessionName.optional(),
  /** From an IAM user: by its MFA session. */
  mfa: z.boolean().optional(),
  steps: z
    .array(roleStep)
    .max(20, { error: 'A profile takes at most 20 roles one after the other.' })
    .default([]),
  region: savedProfile.shape.region,
};

const stsCall = z.enum([
  'GetRoleCredentials',
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'GetSessionToken',
  'InstanceProfile',
  'LongTermKeys',
]);

/** One hop from nobody to the keys, with what is known of it before AWS is asked. */
const chainLink = z.strictObject({
  call: stsCall,
  /** Who or what is reached: `payments / Deploy`, the IAM user, … */
  label: z.string(),
  roleArn: z.string().nullable(),
  accountId,
  roleName: z.string().nullable(),
  /** Name of the saved profile that the step is written in; null for the source. */
  profile: z.string().nullable(),
  /** Its caller has temporary keys, so that AWS gives it an hour at most. */
  chained: z.boolean(),
  /** Seconds; null where AWS lets nobody choose. */
  limits: z.strictObject({ shortest: z.number(), longest: z.number(), usual: z.number() }).nullable(),
  durationSeconds: z.number().nullable(),
  /** Seconds that AWS refused as more than the role's maximum. */
  refusedSeconds: z.number().nullable(),
});

const profileView = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: profileKind,
  /** False: derived from a list, and not to be changed. */
  saved: z.boolean(),
  from: z.strictObject({ query: z.string(), label: z.string() }),
  mfa: z.boolean(),
  /** As a person writes them; see `draft`. */
  steps: z.array(roleStep),
  region: z.string().nullable(),
  chain: z.array(chainLink),
});

const denial = z.strictObject({
  sentence: z.string(),
  whatAwsSaid: z.string(),
  causes: z.array(z.strictObject({ kind: z.string(), text: z.string() })),
  /** Policy documents as JSON, for the role's account and for the caller's, to send to an administrator. */
  trustStatement: z.string().nullable(),
  permissionStatement: z.string().nullable(),
  fix: z.strictObject({ durationSeconds: z.number() }).nullable(),
});

const testedLink = z.strictObject({
  label: z.string(),
  call: stsCall,
  state: z.enum(['ok', 'failed', 'not-run']),
  /** Whom AWS takes the keys for. */
  arn: z.string().nullable(),
  expiresAt: time.nullable(),
  /** Why not, in a sentence, and what to do. */
  message: z.string().nullable(),
  hint: z.string().nullable(),
  denial: denial.nullable(),
});

const takenRow = z.strictObject({
  name: z.string(),
  /** What it starts from, in words. */
  from: z.string(),
  roles: z.number(),
  /** The config profile whose long-term keys a person must take first; null: nothing is missing. */
  keysIn: z.string().nullable(),
});

const leftRow = z.strictObject({ name: z.string(), why: z.string() });

/** Saved profiles and role chains. */
export const profileContract = {
  addProfile: command(
    {
      input: z.strictObject({ name: savedProfile.shape.name, ...draft }),
      output: z.strictObject({ profile: profileView }),
    },
    both,
  ),
  /** What is left out stays; `steps` are given whole. */
  changeProfile: command(
    {
      input: z.strictObject({
        profile: profileQuery,
        name: savedProfile.shape.name.optional(),
        from: draft.from.optional(),
        ssoSession: draft.ssoSession,
        mfa: draft.mfa,
        steps: draft.steps.unwrap().optional(),
        region: draft.region.unwrap().optional(),
      }),
      /** Keys of the way before, also of profiles that begin here, are taken out of the files. */
      output: z.strictObject({ profile: profileView, keysRemoved: z.number() }),
    },
    both,
  ),
  showProfile: command(
    { input: z.strictObject(profileChoice), output: z.strictObject({ profile: profileView }) },
    both,
  ),
  removeProfile: command(
    { input: z.strictObject({ profile: profileQuery }), output: z.strictObject({ keysRemoved: z.number() }) },
    both,
  ),
  /** Takes each role for real and ends at the first that fails. */
  testProfile: command(
    {
      input: z.union([
        z.strictObject(accessChoice),
        z.strictObject({
          draft: z.strictObject(draft),
          mfaCode: accessChoice.mfaCode,
          asksItself: accessChoice.asksItself,
        }),
      ]),
      progress: z.strictObject({
        kind: z.literal('link'),
        at: z.number(),
        of: z.number(),
        label: z.string(),
      }),
      output: z.strictObject({ works: z.boolean(), links: z.array(testedLink) }),
    },
    both,
  ),
  /** Role profiles of ~/.aws that could be taken over, and those that cannot. */
  planTakeover: command(
    {
      input: z.strictObject({ awsFiles: awsFiles.optional() }),
      output: z.strictObject({ profiles: z.array(takenRow), left: z.array(leftRow) }),
    },
    both,
  ),
  /** Makes saved profiles of them; the files stay as they are. */
  takeOver: command(
    {
      input: z.strictObject({
        names: z.array(z.string().max(512)).max(10_000),
        awsFiles: awsFiles.optional(),
      }),
      output: z.strictObject({ added: z.array(z.string()), left: z.array(leftRow) }),
    },
    both,
  ),
  /** Long-term keys of one config profile become an IamUser; the file keeps them until the person removes them. */
  takeKeys: command(
    {
      input: z.strictObject({ profile: z.string().max(512), name: givenName, awsFiles: awsFiles.optional() }),
      output: z.strictObject({ name: z.string(), arn: z.string() }),
    },
    both,
  ),
} as const satisfies Record<string, Shape>;
