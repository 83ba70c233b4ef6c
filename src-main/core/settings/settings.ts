import { z } from 'zod';
import { federationSource } from '../roles/federationSource.ts';
import { iamUser } from '../roles/iamUser.ts';
import { savedProfile } from '../roles/savedProfile.ts';
import { askFirst, labelRule } from '../guard/guardSettings.ts';
import { isLoopback } from '../sso/verificationLink.ts';
import { regionName, ssoSession } from '../sso/ssoSession.ts';

export const secretStoreKind = z.enum(['keychain', 'memory', 'file']);
export type SecretStoreKind = z.infer<typeof secretStoreKind>;

export const themeChoice = z.enum(['system', 'light', 'dark']);

/** How a Profile reaches other programs. */
export const deliveryKind = z.enum(['keys', 'process']);
export type DeliveryKind = z.infer<typeof deliveryKind>;

/** Tokens go there: in the clear only within this machine. */
const endpoint = z
  .url({ protocol: /^https?$/ })
  .refine((url) => url.startsWith('https:') || isLoopback(new URL(url).hostname), {
    error: 'must be https, or http on loopback',
  })
  .nullable()
  .default(null);

/** The newest shape of the settings file. Older shapes are lifted by settings/migrations. */
export const settings = z.strictObject({
  version: z.literal(1).default(1),
  ssoSessions: z.array(ssoSession).default([]),
  iamUsers: z.array(iamUser).default([]),
  sources: z.array(federationSource).default([]),
  profiles: z.array(savedProfile).default([]),
  /** Chosen once a home and kept: moving secrets between stores silently would lose or spread them. */
  secrets: secretStoreKind.nullable().default(null),
  /** `http://host:port` of a CONNECT proxy for every call to AWS. */
  proxy: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  /** Hosts that are reached without the proxy, separated by commas, as in NO_PROXY. */
  noProxy: z.string().nullable().default(null),
  /** Absolute path of PEM certificates trusted beside the system's. */
  caBundle: z.string().startsWith('/').nullable().default(null),
  /** Other endpoints than AWS's own, such as a VPC endpoint. */
  endpoints: z
    .strictObject({ ssoOidc: endpoint, sso: endpoint, sts: endpoint, iam: endpoint, signin: endpoint })
    .prefault({}),
  delivery: deliveryKind.default('keys'),
  /** `{account}`, `{accountId}`, `{role}` and `{ssoSession}` are filled in. */
  profileName: z
    .string()
    .refine((template) => template.includes('{role}') && /\{account(Id)?\}/.test(template), {
      error: 'needs {role} and {account} or {accountId}',
    })
    .default('{account}.{role}'),
  /** Region of delivered profiles; the SsoSession's where none is set. */
  region: regionName.nullable().default(null),
  labels: z.array(labelRule).default([]),
  /** Marks: loosened in the window alone. */
  askFirst: askFirst.prefault({}),
  /** How long the journal is kept. */
  journalDays: z.number().int().min(1).max(365).default(30),
  /** Keys are forgotten, as `latchkey lock` does, when the screen is locked. */
  lockWithScreen: z.boolean().default(false),
  /** Of the window. */
  theme: themeChoice.default('system'),
  /** Profile ids. */
  favourites: z.array(z.string()).default([]),
  /** Minutes without a request after which an agent that holds nothing ends. */
  agentIdleMinutes: z.number().min(0.01).max(1440).default(30),
});
export type Settings = z.infer<typeof settings>;

/** Settings that decide where tokens go or what is trusted: never taken from the socket while the application runs. */
export const trustSettings = ['proxy', 'noProxy', 'caBundle', 'endpoints', 'secrets'] as const;
