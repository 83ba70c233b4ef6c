import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { escapeMarkup } from '../markup.ts';
import { samlAttributes } from './samlAttributes.ts';

/** What the identity provider says of somebody who signed in. Times are epoch milliseconds. */
export interface SamlClaims {
  readonly now: number;
  readonly subject: string;
  readonly roles: readonly (readonly [roleArn: string, providerArn: string])[];
  /** RoleSessionName; null leaves the attribute out. */
  readonly sessionName: string | null;
  /** SessionDuration, in seconds. */
  readonly sessionDuration?: string;
  readonly sessionNotOnOrAfter?: number;
  readonly recipient?: string;
  readonly audience?: string;
  readonly status?: 'Success' | 'Responder';
}

/** A company's SAML identity provider, without its pages. */
export interface SamlIdentityProvider {
  readonly issuer: string;
  readonly publicKey: string;
  /** The response, in base64, that a browser would carry to AWS's sign-in page. */
  respond(claims: SamlClaims): string;
}

/**
 * Signs the assertion as it stands, with RSA and SHA-256, and puts the signature inside it. XML's canonical form is
 * left out, so nobody else can check the signature, but whoever changes a byte is found out here as with AWS.
 */
export function samlIdentityProvider(issuer: string): SamlIdentityProvider {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    issuer,
    publicKey: keys.publicKey,
    respond: (claims) => {
      const assertion = assertionOf(issuer, claims);
      const value = sign('sha256', Buffer.from(assertion), keys.privateKey).toString('base64');
      const signature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
      const signed = assertion.replace('</saml:Issuer>', `</saml:Issuer>${signature}`);
      return Buffer.from(responseOf(issuer, claims, signed)).toString('base64');
    },
  };
}

const signInPage = 'https://signin.aws.amazon.com/saml';
const assertionNamespace = 'urn:oasis:names:tc:SAML:2.0:assertion';

function responseOf(
  issuer: string,
  { now, recipient = signInPage, status }: SamlClaims,
  signed: string,
): string {
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ${identity(now)} Destination="${escapeMarkup(recipient)}">` +
    `<saml:Issuer xmlns:saml="${assertionNamespace}">${escapeMarkup(issuer)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status ?? 'Success'}"/></samlp:Status>` +
    `${signed}</samlp:Response>`
  );
}

function assertionOf(issuer: string, claims: SamlClaims): string {
  const { now, subject, recipient = signInPage, audience = 'urn:amazon:webservices' } = claims;
  const end = time(now + 300_000);
  const sessionEnd =
    claims.sessionNotOnOrAfter === undefined
      ? ''
      : ` SessionNotOnOrAfter="${time(claims.sessionNotOnOrAfter)}"`;
  return (
    `<saml:Assertion xmlns:saml="${assertionNamespace}" ${identity(now)}>` +
    `<saml:Issuer>${escapeMarkup(issuer)}</saml:Issuer>` +
    '<saml:Subject>' +
    `<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${escapeMarkup(subject)}</saml:NameID>` +
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="${escapeMarkup(recipient)}"/>` +
    '</saml:SubjectConfirmation></saml:Subject>' +
    `<saml:Conditions NotBefore="${time(now)}" NotOnOrAfter="${end}">` +
    `<saml:AudienceRestriction><saml:Audience>${escapeMarkup(audience)}</saml:Audience></saml:AudienceRestriction>` +
    `</saml:Conditions><saml:AuthnStatement AuthnInstant="${time(now)}"${sessionEnd}></saml:AuthnStatement>` +
    `<saml:AttributeStatement>${attributesOf(claims)}</saml:AttributeStatement></saml:Assertion>`
  );
}

function attributesOf({ roles, sessionName, sessionDuration }: SamlClaims): string {
  const attribute = (name: string, values: readonly string[]): string => {
    const all = values.map((value) => `<saml:AttributeValue>${escapeMarkup(value)}</saml:AttributeValue>`);
    return `<saml:Attribute Name="${name}">${all.join('')}</saml:Attribute>`;
  };
  return [
    attribute(
      samlAttributes.role,
      roles.map((pair) => pair.join(',')),
    ),
    sessionName === null ? '' : attribute(samlAttributes.sessionName, [sessionName]),
    sessionDuration === undefined ? '' : attribute(samlAttributes.sessionDuration, [sessionDuration]),
  ].join('');
}

const time = (at: number): string => new Date(at).toISOString();
const identity = (now: number): string => `ID="_${randomUUID()}" Version="2.0" IssueInstant="${time(now)}"`;
