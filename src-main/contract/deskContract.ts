import { z } from 'zod';
import { signInFlow } from '../core/sso/ssoSession.ts';
import { iamUser } from '../core/roles/iamUser.ts';
import { consoleDeskContract } from './consoleDeskContract.ts';
import { importDeskContract } from './importDeskContract.ts';
import { command, givenName, nothing, profileQuery, ssoSessionName, time, type Shape } from './shapes.ts';

const signInPlace = z.strictObject({ ssoSession: ssoSessionName });

/**
 * What the window and the tray ask of the desk in main: what needs a browser or the clipboard, and what goes on when
 * the window closes. What becomes of it is in the desk's state, not in an answer.
 */
export const deskContract = {
  beginSignIn: command({
    input: z.strictObject({ ssoSession: ssoSessionName, flow: signInFlow.optional() }),
    output: nothing,
  }),
  cancelSignIn: command({ input: signInPlace, output: nothing }),
  /** Opens the page of the sign-in under way in the person's browser. */
  openSignInPage: command({ input: signInPlace, output: nothing }),
  copySignInLink: command({ input: signInPlace, output: nothing }),
  /**
   * A long-term key from the clipboard, or from a file that the person chooses (accessKeys.csv as the console gives it,
   * JSON, or the lines of ~/.aws/credentials): its secret does not come near the window.
   */
  takeAccessKey: command({
    input: z.strictObject({
      name: iamUser.shape.name,
      from: z.enum(['clipboard', 'file']),
      region: iamUser.shape.region.optional(),
      mfaSerial: iamUser.shape.mfaSerial.unwrap().optional(),
    }),
    /** `chosen` is false when the person closed the file dialog. */
    output: z.strictObject({ chosen: z.boolean() }),
  }),
  /** Signs in at a source's identity provider: a window of its own for SAML, the browser for OpenID Connect. */
  beginSourceSignIn: command({ input: z.strictObject({ source: givenName }), output: nothing }),
  cancelSourceSignIn: command({ input: z.strictObject({ source: givenName }), output: nothing }),
  /** Opens the page of an OpenID Connect sign-in under way. */
  openSourcePage: command({ input: z.strictObject({ source: givenName }), output: nothing }),
  /** Takes the SAML response that the person copied. */
  pasteAssertion: command({ input: z.strictObject({ source: givenName }), output: nothing }),
  beginSync: command({
    input: z.strictObject({ ssoSession: ssoSessionName.optional() }),
    output: nothing,
  }),
  ...consoleDeskContract,
  ...importDeskContract,
  /** Puts the line onto the clipboard that gives a shell this profile; it names the profile and holds no key. */
  copyTerminalLine: command({
    input: z.strictObject({ profile: profileQuery }),
    output: z.strictObject({ line: z.string() }),
  }),
  /** A name, an id, or what a person sends to an administrator: a refusal of AWS and two policies. */
  copyText: command({ input: z.strictObject({ text: z.string().min(1).max(16_384) }), output: nothing }),
  /** Diagnostics of this moment, as they were copied: without names, addresses and secrets. */
  copyDiagnostics: command({ input: nothing, output: z.strictObject({ text: z.string() }) }),
  dismissProblem: command({ input: z.strictObject({ id: z.string().max(64) }), output: nothing }),
} as const satisfies Record<string, Shape>;

const errorAnswer = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  details: z.array(z.string()),
});

/** What is under way on the desk, and what went wrong there. */
export const deskState = z.strictObject({
  signIns: z.array(
    z.strictObject({
      ssoSession: z.string(),
      flow: signInFlow,
      /** `starting`: AWS is asked. `waiting`: for the person at the browser. `other-person`: `answerSignIn` decides. */
      state: z.enum(['starting', 'waiting', 'offline', 'other-person']),
      /** Null in the PKCE flow, where there is no code to compare. */
      userCode: z.string().nullable(),
      /** Host of the page; the link stays in main. */
      host: z.string().nullable(),
      /** Whether the page has been opened from here. */
      opened: z.boolean(),
      expiresAt: time.nullable(),
      otherPerson: z.strictObject({ signInId: z.string(), before: z.string(), now: z.string() }).nullable(),
    }),
  ),
  sourceSignIns: z.array(
    z.strictObject({
      source: z.string(),
      /** `window`: the person is at the identity provider's page in its own window. */
      state: z.enum(['starting', 'window', 'waiting']),
      userCode: z.string().nullable(),
      host: z.string().nullable(),
      opened: z.boolean(),
      expiresAt: time.nullable(),
    }),
  ),
  syncs: z.array(
    z.strictObject({
      /** Null: every sign-in. */
      ssoSession: z.string().nullable(),
      done: z.number(),
      total: z.number(),
      roles: z.number(),
    }),
  ),
  /** The newest first; each stays until dismissed or until the same thing went well. */
  problems: z.array(
    z.strictObject({
      id: z.string(),
      about: z.enum(['sign-in', 'sync', 'source']),
      /** The sign-in or source it happened with; null: all of them. */
      subject: z.string().nullable(),
      error: errorAnswer,
    }),
  ),
});
