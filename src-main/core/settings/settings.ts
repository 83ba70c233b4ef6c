import { z } from 'zod';
import { federationSource } from '../roles/federationSource.ts';
import { iamUser } from '../roles/iamUser.ts';
import { savedProfile } from '../roles/savedProfile.ts';
import { browserRule } from '../console/browserChoice.ts';
import { readHotkey } from './hotkey.ts';
import { askFirst, labelColour, labelRule } from '../guard/guardSettings.ts';
import { isLoopback } from '../sso/verificationLink.ts';
import { regionName, ssoSession } from '../sso/ssoSession.ts';

export const secretStoreKind = z.enum(['keychain', 'memory', 'file']);
export type SecretStoreKind = z.infer<typeof secretStoreKind>;

export const themeChoice = z.enum(['system', 'light', 'dark']);

/** How a Profile reaches other programs. */
export const deliveryKind = z.enum(['keys', 'process']);
export type DeliveryKind = z.infer<typeof deliveryKind>;

export const aliasName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u, {
  error: 'An alias has 1 to 64 letters, digits, blanks, dots, dashes and underscores.',
});

const hotkey = z
  .string()
  .max(64)
  .superRefine((text, context) => {
    const read = readHotkey(text);
    if ('fault' in read) context.addIssue(read.fault);
  });

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
  version: z.literal(2).default(2),
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
  /** Regions that count before it: the profile’s (by its id), then the account’s. */
  regions: z
    .strictObject({
      accounts: z.record(z.string().regex(/^\d{12}$/), regionName).default({}),
      profiles: z.record(z.string(), regionName).default({}),
    })
    .prefault({}),
  labels: z.array(labelRule).default([]),
  /** By label; grey where none is given. */
  labelColours: z.record(labelRule.shape.label, labelColour).default({}),
  /** Other words that find a profile, by its id. */
  aliases: z.record(z.string(), aliasName).default({}),
  /** Out of sight until somebody searches for hidden ones. */
  hidden: z
    .strictObject({
      accounts: z.array(z.string().regex(/^\d{12}$/)).default([]),
      profiles: z.array(z.string()).default([]),
    })
    .prefault({}),
  /** Marks: loosened in the window alone. */
  askFirst: askFirst.prefault({}),
  /** How long the journal is kept. */
  journalDays: z.number().int().min(1).max(365).default(30),
  /** Keys are forgotten, as `latchkey lock` does, when the screen is locked. */
  lockWithScreen: z.boolean().default(false),
  /** Where pages open: sign-ins and consoles. */
  browsers: z.array(browserRule).default([]),
  /** `federation`: a console session from keys. `portal`: the access portal’s shortcut link, which starts none at STS. */
  consoleBy: z.enum(['federation', 'portal']).default('federation'),
  /** Electron’s accelerator that shows the window from anywhere; null: none. */
  hotkey: hotkey.nullable().default('CommandOrControl+Alt+K'),
  startAtLogin: z.boolean().default(false),
  /** With the tray alone when it was started at login. */
  startHidden: z.boolean().default(true),
  /** One notification before a sign-in ends for good. */
  notifySignInEnd: z.boolean().default(true),
  /** Absolute path of the file that a team shares, and the digest of what was accepted of it last. */
  teamFile: z
    .strictObject({
      path: z.string().startsWith('/').max(4096),
      accepted: z.string().nullable().default(null),
    })
    .nullable()
    .default(null),
  /** Of the window. */
  theme: themeChoice.default('system'),
  /** Profile ids. */
  favourites: z.array(z.string()).default([]),
  /** Minutes without a request after which an agent that holds nothing ends. */
  agentIdleMinutes: z.number().min(0.01).max(1440).default(30),
});
export type Settings = z.infer<typeof settings>;

/**
 * Settings that decide where tokens go, what is trusted or what is run: never taken from the socket while the
 * application runs.
 */
export const trustSettings = [
  'proxy',
  'noProxy',
  'caBundle',
  'endpoints',
  'secrets',
  'browsers',
  'teamFile',
] as const;
