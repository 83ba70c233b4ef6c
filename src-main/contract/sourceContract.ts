import { z } from 'zod';
import { instanceProfileSource, samlSource, webIdentitySource } from '../core/roles/federationSource.ts';
import { accountId, both, command, givenName, nothing, time, trusted, type Shape } from './shapes.ts';

export const sourceView = z.strictObject({
  name: z.string(),
  kind: z.enum(['saml', 'web-identity', 'instance-profile']),
  /** How its word comes: a page, a program, a file, … */
  from: z.enum(['page', 'command', 'pasted', 'file', 'oidc', 'machine']),
  /** The page, the issuer, the file's path or the machine's role, for a person to know it by. */
  where: z.string().nullable(),
  region: z.string(),
  /** `ready`: no person is needed. */
  state: z.enum(['ready', 'signed-in', 'signed-out']),
  signedInAs: z.string().nullable(),
  /** End of what the identity provider gave. */
  endsAt: time.nullable(),
  /** Roles that it offered last. */
  roles: z.number(),
});

const federatedRole = z.strictObject({
  profileId: z.string(),
  roleArn: z.string(),
  accountId,
  roleName: z.string(),
});

const signedIn = z.strictObject({
  source: z.string(),
  signedInAs: z.string().nullable(),
  endsAt: time.nullable(),
  roles: z.array(federatedRole),
});

const sourceInput = z.discriminatedUnion('kind', [
  samlSource.omit({ pins: true }),
  webIdentitySource,
  instanceProfileSource.pick({ kind: true, name: true }),
]);

/** Federation: where a company's own sign-in, or the machine itself, opens a role. */
export const sourceContract = {
  listSources: command({ input: nothing, output: z.strictObject({ sources: z.array(sourceView) }) }, both),
  /** Names a page that a password is typed into, or a program that is run: a person's own doing. */
  addSource: command(
    { input: z.strictObject({ source: sourceInput }), output: z.strictObject({ source: sourceView }) },
    trusted,
  ),
  removeSource: command(
    { input: z.strictObject({ name: givenName }), output: z.strictObject({ keysRemoved: z.number() }) },
    both,
  ),
  /** By a program or an OpenID Connect provider. A SAML page needs the application's window. */
  signInSource: command(
    {
      input: z.strictObject({ source: givenName }),
      progress: z.strictObject({
        kind: z.literal('link'),
        /** Null in the PKCE flow. */
        userCode: z.string().nullable(),
        link: z.string(),
        expiresAt: time,
      }),
      output: signedIn,
    },
    both,
  ),
  /** Forgets what the identity provider gave and the keys that came of it; the provider is not told. */
  signOutSource: command(
    { input: z.strictObject({ source: givenName }), output: z.strictObject({ keysRemoved: z.number() }) },
    both,
  ),
  /**
   * A SAML response as base64. Where the application runs it comes by its sign-in window or from its clipboard: another
   * program’s would be somebody else’s sign-in.
   */
  presentAssertion: command(
    {
      input: z.strictObject({ source: givenName, assertion: z.string().min(4).max(200_000) }),
      output: signedIn,
    },
    ['headless-socket'],
  ),
  /** The person accepts providers or accounts that were not there before; the response that waits is taken then. */
  acceptProvider: command(
    {
      input: z.strictObject({
        source: givenName,
        /** The details of the error that told of them, as the person saw them: no other response is taken. */
        accepts: z.array(z.string().min(1).max(2048)).max(200),
      }),
      output: signedIn,
    },
    trusted,
  ),
} as const satisfies Record<string, Shape>;
