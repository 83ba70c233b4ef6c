import { verify } from 'node:crypto';
import { samlAttributes } from './samlAttributes.ts';
import { StsError } from './stsError.ts';

/** What AWS reads from a response of a SAML identity provider. Times are epoch milliseconds. */
export interface SamlResponse {
  /** The last word of the status, such as `Success`. */
  readonly status: string;
  readonly issuer: string;
  readonly subject: string;
  /** The last word of the name's format, such as `persistent`. */
  readonly subjectType: string;
  readonly recipient: string;
  readonly audience: string;
  /** The earlier one of the confirmation's and the conditions' ends. */
  readonly notOnOrAfter: number;
  readonly sessionNotOnOrAfter: number | undefined;
  /** Role and provider, as the assertion joins them by a comma. */
  readonly roles: readonly string[];
  readonly sessionName: string | undefined;
  readonly sessionDuration: string | undefined;
  signedBy(publicKey: string): boolean;
}

const signaturePattern =
  /<ds:Signature [^>]*><ds:SignatureValue>([^<]+)<\/ds:SignatureValue><\/ds:Signature>/;

/**
 * Reads the XML as the stand-in's identity provider writes it; another one's is refused.
 * @throws StsError InvalidIdentityToken
 */
export function samlResponse(base64: string): SamlResponse {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const assertions = [...text.matchAll(/<saml:Assertion .*?<\/saml:Assertion>/gs)];
  const assertion = assertions[0]?.[0] ?? '';
  // A second assertion could lend its signature to the first.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || assertions.length !== 1) return malformed();
  const first = (pattern: RegExp): string | undefined => unescape(pattern.exec(assertion)?.[1]);
  const required = (pattern: RegExp): string => first(pattern) ?? malformed();
  const ends = [
    /<saml:SubjectConfirmationData NotOnOrAfter="([^"]+)"/,
    /<saml:Conditions [^>]*NotOnOrAfter="([^"]+)"/,
  ];
  const sessionEnd = first(/<saml:AuthnStatement [^>]*SessionNotOnOrAfter="([^"]+)"/);
  const attribute = (name: string): string[] => attributeValues(assertion, name);
  return {
    status: /<samlp:StatusCode Value="[^"]*:(\w+)"/.exec(text)?.[1] ?? malformed(),
    issuer: required(/<saml:Issuer>([^<]*)</),
    subject: required(/<saml:NameID [^>]*>([^<]*)</),
    subjectType: required(/<saml:NameID Format="[^"]*:(\w+)"/),
    recipient: required(/<saml:SubjectConfirmationData [^>]*Recipient="([^"]*)"/),
    audience: required(/<saml:Audience>([^<]*)</),
    notOnOrAfter: Math.min(...ends.map((pattern) => Date.parse(required(pattern)))),
    sessionNotOnOrAfter: sessionEnd === undefined ? undefined : Date.parse(sessionEnd),
    roles: attribute(samlAttributes.role),
    sessionName: attribute(samlAttributes.sessionName)[0],
    sessionDuration: attribute(samlAttributes.sessionDuration)[0],
    signedBy: (publicKey) => isSigned(assertion, publicKey),
  };
}

function isSigned(assertion: string, publicKey: string): boolean {
  const value = signaturePattern.exec(assertion)?.[1] ?? '';
  const content = Buffer.from(assertion.replace(signaturePattern, ''));
  return verify('sha256', content, publicKey, Buffer.from(value, 'base64'));
}

function attributeValues(assertion: string, name: string): string[] {
  const [, inside = ''] = assertion.split(`<saml:Attribute Name="${name}">`);
  const [own = ''] = inside.split('</saml:Attribute>');
  return [...own.matchAll(/<saml:AttributeValue>([^<]*)</g)].map(([, value]) => unescape(value) ?? '');
}

const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

const unescape = (text: string | undefined): string | undefined =>
  text?.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_entity, name: string) => characters[name] ?? '');

function malformed(): never {
  throw new StsError('InvalidIdentityToken', 'Invalid base64 SAMLResponse');
}
