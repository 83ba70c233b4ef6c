import { z } from 'zod';
import { deliveryKind, secretStoreKind } from '../core/settings/settings.ts';
import { check, clockState, networkState } from './healthContract.ts';
import { command, both, socketOnly, nothing, time, type Shape } from './shapes.ts';

export const signInState = z.strictObject({
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
  /** Taken from the AWS CLI, which renews its own; here it ends at `expiresAt`. */
  ofAwsCli: z.literal(true).optional(),
});

export const secretsState = z.strictObject({
  store: secretStoreKind,
  state: z.enum(['ready', 'locked', 'unavailable']),
  /** A sentence, where it is unavailable. */
  reason: z.string().nullable(),
});

/** A door for containers and other machines. */
export const grant = z.strictObject({
  profileId: z.string(),
  profileName: z.string(),
  /** `127.0.0.1:PORT` or the path of a socket. */
  at: z.string(),
  endsAt: time,
});

/** What the owner process itself is asked. */
export const ownerContract = {
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
        grants: z.array(grant),
        secrets: secretsState,
        clock: clockState,
        network: networkState,
        /** What the person should know, such as settings that were set aside. */
        notices: z.array(z.string()),
      }),
    },
    both,
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
