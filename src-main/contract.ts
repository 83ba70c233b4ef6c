/**
 * The one contract: every command with its input and output, every event. The window's IPC door and the local
 * socket both serve it; nothing is declared twice. Only types leave this file for the window and the command line.
 */
import { z } from 'zod';
import { deliveryKind, secretStoreKind } from './core/settings/settings.ts';
import { signInFlow, ssoSession } from './core/sso/ssoSession.ts';

/**
 * `window`: the application's own window. `socket`: the command line and other local programs.
 * `headless-socket`: the socket, but only in a home where no application runs (what decides where tokens go).
 */
export type Door = 'window' | 'socket' | 'headless-socket';

interface Shape {
  readonly doors: readonly Door[];
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** What is said while the command runs. */
  readonly progress?: z.ZodType;
}

/** A command is the window's alone unless it names its doors. */
function command<const Given extends Omit<Shape, 'doors'>>(
  shape: Given,
  doors: readonly Door[] = ['window'],
): Given & { readonly doors: readonly Door[] } {
  return { ...shape, doors };
}

const both = ['window', 'socket'] as const;
/** Outputs that hold secrets: never the window's. */
const socketOnly = ['socket'] as const;
const trusted = ['window', 'headless-socket'] as const;

const nothing = z.strictObject({});
const time = z.iso.datetime();
const accountId = z.string().regex(/^\d{12}$/);
const ssoSessionName = z.string().min(1).max(64);
const absolutePath = z.string().startsWith('/').max(4096);
/** A profile's exact name, its id, or ACCOUNT/ROLE. */
const profileQuery = z.string().min(1).max(512);

/** The AWS files of the caller's environment, remembered per delivery. */
const awsFiles = z.strictObject({
  config: absolutePath.optional(),
  credentials: absolutePath.optional(),
});

const profileChoice = {
  profile: profileQuery,
  /** Which sign-in, where several offer the same account and role. */
  ssoSession: ssoSessionName.optional(),
  /** A few letters count too (a person at a terminal typed them). */
  letters: z.boolean().optional(),
};

export const profileRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  ssoSession: z.string(),
  accountId,
  accountName: z.string().nullable(),
  roleName: z.string(),
  active: z.boolean(),
  delivery: deliveryKind.nullable(),
  expiresAt: time.nullable(),
  favourite: z.boolean(),
});

const changedRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  accountId,
  accountName: z.string().nullable(),
  roleName: z.string(),
});

const signInState = z.strictObject({
  ssoSession: z.string(),
  /**
   * `signed-in-offline`: the token is there, AWS could not be reached. `locked` and `unavailable` speak of the
   * secret store: whether somebody is signed in is not known.
   */
  state: z.enum(['signed-in', 'signed-in-offline', 'signed-out', 'ended', 'locked', 'unavailable']),
  signedInAs: z.string().nullable(),
  /** End of the access token, which renews itself until AWS ends the sign-in. */
  expiresAt: time.nullable(),
  renews: z.boolean(),
});

const delivered = z.strictObject({
  profileName: z.string(),
  delivery: deliveryKind,
  file: z.string(),
  /** When the keys are taken out of the file again; null for a process profile. */
  endsAt: time.nullable(),
  /** End of the keys that are in the file now; they are renewed until `endsAt`. */
  expiresAt: time.nullable(),
  warnings: z.array(z.string()),
});

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
});

const check = z.strictObject({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'failed', 'skipped']),
  /** What is so, and where it is not well what to do: one or two sentences, no secrets. */
  message: z.string(),
});

const fileDiff = z.strictObject({ file: z.string(), diff: z.string() });

export const contract = {
  listSsoSessions: command(
    { input: nothing, output: z.strictObject({ ssoSessions: z.array(ssoSession) }) },
    both,
  ),
  addSsoSession: command({ input: ssoSession, output: z.strictObject({ ssoSession }) }, both),
  removeSsoSession: command(
    {
      input: z.strictObject({ name: ssoSessionName }),
      output: z.strictObject({ profilesRemoved: z.number() }),
    },
    both,
  ),

  signIn: command(
    {
      input: z.strictObject({
        ssoSession: ssoSessionName.optional(),
        flow: signInFlow.optional(),
        /** Another person than before replaces the sign-in without a question. */
        replace: z.boolean().optional(),
      }),
      progress: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('link'),
          ssoSession: z.string(),
          /** Null in the PKCE flow, where there is no code to compare. */
          userCode: z.string().nullable(),
          link: z.string(),
          expiresAt: time,
        }),
        /** The network is away; the sign-in goes on until the code expires. */
        z.strictObject({ kind: z.literal('offline') }),
        /** Somebody else signed in; `answerSignIn` decides. */
        z.strictObject({
          kind: z.literal('other-person'),
          signInId: z.string(),
          before: z.string(),
          now: z.string(),
        }),
      ]),
      output: z.strictObject({
        ssoSession: z.string(),
        expiresAt: time,
        signedInAs: z.string().nullable(),
      }),
    },
    both,
  ),
  answerSignIn: command(
    { input: z.strictObject({ signInId: z.string(), replace: z.boolean() }), output: nothing },
    both,
  ),
  signOut: command(
    {
      input: z.strictObject({ ssoSession: ssoSessionName.optional() }),
      output: z.strictObject({
        signedOut: z.array(
          z.strictObject({
            ssoSession: z.string(),
            /** Whether AWS was told; when it could not be reached the token is forgotten all the same. */
            atAws: z.boolean(),
            keysRemoved: z.number(),
          }),
        ),
      }),
    },
    both,
  ),
  lock: command({ input: nothing, output: z.strictObject({ keysRemoved: z.number() }) }, both),

  status: command(
    {
      input: nothing,
      output: z.strictObject({
        signIns: z.array(signInState),
        active: z.array(
          z.strictObject({
            id: z.string(),
            name: z.string(),
            delivery: deliveryKind,
            file: z.string(),
            expiresAt: time.nullable(),
            endsAt: time.nullable(),
          }),
        ),
        secrets: z.strictObject({
          store: secretStoreKind,
          state: z.enum(['ready', 'locked', 'unavailable']),
          reason: z.string().nullable(),
        }),
        /** What the person should know, such as settings that were set aside. */
        notices: z.array(z.string()),
      }),
    },
    both,
  ),

  sync: command(
    {
      input: z.strictObject({ ssoSession: ssoSessionName.optional() }),
      progress: z.strictObject({
        kind: z.literal('accounts'),
        done: z.number(),
        total: z.number(),
        roles: z.number(),
      }),
      output: z.strictObject({
        profiles: z.number(),
        added: z.array(changedRow),
        removed: z.array(changedRow),
        failed: z.array(
          z.strictObject({ accountId, accountName: z.string().nullable(), message: z.string() }),
        ),
      }),
    },
    both,
  ),
  listProfiles: command(
    {
      input: z.strictObject({
        words: z.string().max(512).optional(),
        only: z.enum(['active', 'favourites', 'recent']).optional(),
      }),
      output: z.strictObject({ profiles: z.array(profileRow) }),
    },
    both,
  ),
  findProfile: command(
    { input: z.strictObject(profileChoice), output: z.strictObject({ profile: profileRow }) },
    both,
  ),
  favourite: command(
    {
      input: z.strictObject({ ...profileChoice, on: z.boolean() }),
      output: z.strictObject({ profile: profileRow }),
    },
    both,
  ),

  startProfile: command(
    {
      input: z.strictObject({
        ...profileChoice,
        as: z.string().min(1).max(128).optional(),
        delivery: deliveryKind.optional(),
        /** Seconds that a `keys` delivery is kept and renewed: up to 12 hours. */
        forSeconds: z.number().int().min(60).max(43_200).optional(),
        awsFiles: awsFiles.optional(),
      }),
      output: delivered,
    },
    both,
  ),
  deliver: command(
    {
      input: z.strictObject({
        words: z.string().max(512).optional(),
        /** Also take out process profiles of ours whose role is no longer offered. */
        prune: z.boolean().optional(),
        dryRun: z.boolean().optional(),
        awsFiles: awsFiles.optional(),
      }),
      output: z.strictObject({
        diffs: z.array(fileDiff),
        added: z.array(z.string()),
        changed: z.array(z.string()),
        removed: z.array(z.string()),
        unchanged: z.number(),
        warnings: z.array(z.string()),
      }),
    },
    both,
  ),
  stop: command(
    {
      input: z.union([
        z.strictObject({ profile: profileQuery, ssoSession: ssoSessionName.optional() }),
        z.strictObject({ all: z.literal(true) }),
      ]),
      output: z.strictObject({
        removed: z.array(z.strictObject({ profileName: z.string(), file: z.string() })),
      }),
    },
    both,
  ),
  undo: command(
    {
      input: z.strictObject({ dryRun: z.boolean().optional() }),
      output: z.strictObject({ diffs: z.array(fileDiff) }),
    },
    both,
  ),

  credentials: command(
    {
      input: z.union([
        z.strictObject({ id: z.string().regex(/^[0-9a-f]{24}$/) }),
        z.strictObject(profileChoice),
      ]),
      output: issuedCredentials,
    },
    socketOnly,
  ),
  consoleLink: command(
    {
      input: z.strictObject({
        ...profileChoice,
        service: z.string().max(64).optional(),
        path: z.string().max(2048).optional(),
        region: z.string().max(32).optional(),
        durationSeconds: z.number().int().min(900).max(43_200).optional(),
      }),
      output: z.strictObject({ link: z.string(), profileName: z.string(), endsAt: time.nullable() }),
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

  unlockSecrets: command(
    { input: z.strictObject({ passphrase: z.string().max(1024).optional() }), output: nothing },
    both,
  ),
  getSettings: command(
    { input: nothing, output: z.strictObject({ settings: z.record(z.string(), z.unknown()) }) },
    both,
  ),
  setSetting: command(
    {
      input: z.strictObject({ name: z.string().max(64), value: z.string().max(4096).nullable() }),
      output: nothing,
    },
    both,
  ),
  setTrustSetting: command(
    {
      input: z.strictObject({
        name: z.string().max(64),
        value: z.string().max(4096).nullable(),
        passphrase: z.string().max(1024).optional(),
      }),
      output: nothing,
    },
    trusted,
  ),

  doctor: command({ input: nothing, output: z.strictObject({ checks: z.array(check) }) }, both),

  agentStatus: command(
    {
      input: nothing,
      output: z.strictObject({
        pid: z.number(),
        version: z.string(),
        startedAt: time,
        kind: z.enum(['headless', 'application']),
        /** Why it stays although nobody asks, in words; empty when it may go. */
        holds: z.array(z.string()),
      }),
    },
    both,
  ),
  stopAgent: command(
    {
      input: z.strictObject({
        /** `person`: end now. `replace`: only when no secret would be lost (a newer version takes over). */
        why: z.enum(['person', 'replace']),
      }),
      output: z.strictObject({ stopping: z.boolean() }),
    },
    socketOnly,
  ),
} as const satisfies Record<string, Shape>;

export type Contract = typeof contract;
export type CommandName = keyof Contract;
export type Input<Name extends CommandName> = z.input<Contract[Name]['input']>;
export type ParsedInput<Name extends CommandName> = z.output<Contract[Name]['input']>;
export type Output<Name extends CommandName> = z.output<Contract[Name]['output']>;
export type Progress<Name extends CommandName> = Contract[Name] extends {
  readonly progress: infer P extends z.ZodType;
}
  ? z.output<P>
  : never;

export type ProfileRow = z.infer<typeof profileRow>;

/** What a door turns an AppError into; the same on both doors. */
export interface ErrorAnswer {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: readonly string[];
}
