import { z } from 'zod';
import { isLoopback } from '../sso/verificationLink.ts';
import { regionName } from '../sso/ssoSession.ts';
import { accessName } from './accessName.ts';
import { externalCommand } from './externalCommand.ts';

const own = { name: accessName, region: regionName };

/** In the clear only within this machine: a password is typed there, or a token comes from there. */
const webPage = (what: string) =>
  z
    .url({ protocol: /^https?$/, error: `${what} must be like https://sign-in.example.com/aws.` })
    .max(2048)
    .refine((url) => !URL.canParse(url) || url.startsWith('https:') || isLoopback(new URL(url).hostname), {
      error: `${what} must begin with https.`,
    })
    .refine((url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''), {
      error: `${what} must not name a user or a password.`,
    });

/** What the first sign-in brought. Another provider or account later is asked about: an assertion may be somebody else's. */
const pins = z.strictObject({ providerArns: z.array(z.string()), accountIds: z.array(z.string()) });

/** Sign-in with a company's SAML 2.0 identity provider, and AssumeRoleWithSAML. */
export const samlSource = z.strictObject({
  kind: z.literal('saml'),
  ...own,
  from: z.discriminatedUnion('kind', [
    /** The identity provider's own start page for AWS; only ever one that a person typed or confirmed. */
    z.strictObject({ kind: z.literal('page'), url: webPage('The sign-in page') }),
    /** Prints the SAML response as base64. */
    z.strictObject({ kind: z.literal('command'), command: externalCommand }),
    /** The person brings the SAML response. */
    z.strictObject({ kind: z.literal('pasted') }),
  ]),
  pins: pins.nullable().default(null),
});

/** A token of an OpenID Connect provider, and AssumeRoleWithWebIdentity. */
export const webIdentitySource = z.strictObject({
  kind: z.literal('web-identity'),
  ...own,
  from: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('file'),
      path: z.string().startsWith('/', { error: 'The path of the token must be absolute.' }).max(4096),
    }),
    z.strictObject({ kind: z.literal('command'), command: externalCommand }),
    z.strictObject({
      kind: z.literal('oidc'),
      issuer: webPage('The issuer'),
      clientId: z.string().min(1, { error: 'The client id is needed.' }).max(255),
      flow: z.enum(['device', 'pkce']).default('pkce'),
      scopes: z
        .array(z.string().regex(/^[\u0021\u0023-\u005b\u005d-\u007e]+$/))
        .max(20)
        .default(['openid']),
    }),
  ]),
});

/** The role of the EC2 machine that Latchkey runs on, by IMDSv2. */
export const instanceProfileSource = z.strictObject({
  kind: z.literal('instance-profile'),
  ...own,
  accountId: z.string().regex(/^\d{12}$/),
  roleName: z.string().min(1).max(64),
});

/** Where credentials begin that are neither Identity Center's nor an IAM user's. */
export const federationSource = z.discriminatedUnion('kind', [
  samlSource,
  webIdentitySource,
  instanceProfileSource,
]);
export type FederationSource = z.infer<typeof federationSource>;
export type SamlSource = z.infer<typeof samlSource>;
export type WebIdentitySource = z.infer<typeof webIdentitySource>;
