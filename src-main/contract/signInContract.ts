import { z } from 'zod';
import { signInFlow, ssoSession } from '../core/sso/ssoSession.ts';
import { command, both, nothing, time, ssoSessionName, type Shape } from './shapes.ts';

/** Where and as whom somebody is signed in. */
export const signInContract = {
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
        z.strictObject({ kind: z.literal('online') }),
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
  /** A sign-in that the AWS CLI made, where it is worth taking; `found` is null where ours is as good. */
  awsCliSignIn: command(
    {
      input: z.strictObject({ ssoSession: ssoSessionName.optional() }),
      output: z.strictObject({
        ssoSession: z.string(),
        found: z.strictObject({ expiresAt: time }).nullable(),
      }),
    },
    both,
  ),
  /** Uses it until its end; the AWS CLI goes on to renew its own. */
  takeAwsCliSignIn: command(
    {
      input: z.strictObject({
        ssoSession: ssoSessionName.optional(),
        /** Another person than before replaces the sign-in. */
        replace: z.boolean().optional(),
      }),
      output: z.strictObject({
        ssoSession: z.string(),
        expiresAt: time,
        signedInAs: z.string().nullable(),
      }),
    },
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
            /** It was the AWS CLI's, which stays signed in. */
            ofAwsCli: z.literal(true).optional(),
          }),
        ),
      }),
    },
    both,
  ),
} as const satisfies Record<string, Shape>;
