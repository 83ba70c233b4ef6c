import { AppError } from '../core/errors.ts';
import type { SamlOffer } from '../core/ports.ts';
import { rolesOffered } from './samlResponseRoles.ts';
import { parseXml, type XmlElement } from './samlResponseXml.ts';

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol';
const assertion = 'urn:oasis:names:tc:SAML:2.0:assertion';
const succeeded = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const attributePrefix = 'https://aws.amazon.com/SAML/Attributes/';

/** Characters of base64; AWS's limit for SAMLAssertion. */
const longest = 100_000;

/** See ReadSamlResponse of core/federationPorts.ts. */
export function readSamlResponse(response: string): SamlOffer {
  const root = parsed(textOf(response));
  const all = [root, ...below(root)];
  const responses = all.filter((element) => is(element, protocol, 'Response'));
  if (responses.length !== 1 || responses[0] !== root) throw odd('is not one SAML 2.0 Response');
  checkStatus(root);
  const given = onlyAssertion(root, all);
  const values = (name: string): readonly string[] => attributeValues(given, `${attributePrefix}${name}`);
  const roles = rolesOffered(values('Role'));
  if (roles.length === 0) {
    throw refused(
      'The SAML response offers no role that AWS could take.',
      'The identity provider must send the attribute Role with pairs of role and provider ARNs.',
    );
  }
  return {
    roles,
    sessionDuration: durationOf(only(values('SessionDuration'))),
    sessionName: nameOf(only(values('RoleSessionName'))),
    notOnOrAfter: earliest(given, 'NotOnOrAfter', ['Conditions', 'SubjectConfirmationData']),
    sessionNotOnOrAfter: earliest(given, 'SessionNotOnOrAfter', ['AuthnStatement']),
  };
}

function textOf(response: string): string {
  if (response.length > longest) throw odd('is longer than the 100,000 characters that AWS takes');
  if (response === '' || response.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(response)) {
    throw odd('is not base64');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(response, 'base64'));
    // What XML forbids.
    if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) return text;
  } catch {
    // Said below.
  }
  throw odd('is not text in UTF-8');
}

function parsed(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch {
    // No cause: a parser quotes what it stumbles over.
    throw odd('is not the plain XML of SAML');
  }
}

/** A provider that refused says so in an answer like any other. */
function checkStatus(root: XmlElement): void {
  const status = root.children.find((element) => is(element, protocol, 'Status'));
  const code = status?.children.find((element) => is(element, protocol, 'StatusCode'));
  if (code?.attributes.get('Value') === succeeded) return;
  throw refused('The identity provider did not sign in: its SAML response is no success.', 'Sign in again.');
}

/** With two of them the signed one and the one that is read could differ, which is how signatures are wrapped. */
function onlyAssertion(root: XmlElement, all: readonly XmlElement[]): XmlElement {
  const plain = all.filter((element) => is(element, assertion, 'Assertion'));
  const encrypted = all.some((element) => is(element, assertion, 'EncryptedAssertion'));
  const [one] = plain;
  if (one === undefined && encrypted) {
    throw refused(
      'The SAML response is encrypted for AWS, so Latchkey cannot see which roles it offers.',
      'Ask whether the identity provider can send AWS an assertion that is signed and not encrypted.',
    );
  }
  if (one === undefined || plain.length > 1 || encrypted || !root.children.includes(one)) {
    throw odd('does not hold exactly one assertion');
  }
  return one;
}

function attributeValues(given: XmlElement, wanted: string): readonly string[] {
  return given.children
    .filter((element) => is(element, assertion, 'AttributeStatement'))
    .flatMap(({ children }) => children)
    .filter((element) => is(element, assertion, 'Attribute') && element.attributes.get('Name') === wanted)
    .flatMap(({ children }) => children)
    .filter((element) => is(element, assertion, 'AttributeValue'))
    .flatMap(({ text }) => (text === null ? [] : [text.trim()]));
}

/** Two values contradict each other; AWS is left to decide. */
const only = (values: readonly string[]): string | undefined => (values.length === 1 ? values[0] : undefined);

function durationOf(value: string | undefined): number | null {
  const seconds = value !== undefined && /^\d{3,5}$/.test(value) ? Number(value) : 0;
  return seconds >= 900 && seconds <= 43_200 ? seconds : null;
}

const nameOf = (value: string | undefined): string | null =>
  value !== undefined && /^[\w+=,.@-]{2,64}$/.test(value) ? value : null;

/** Epoch milliseconds of the first of these times to come. */
function earliest(given: XmlElement, attribute: string, names: readonly string[]): number | null {
  const times = below(given)
    .filter((element) => names.some((name) => is(element, assertion, name)))
    .flatMap(({ attributes }) => timeOf(attributes.get(attribute)));
  return times.length === 0 ? null : Math.min(...times);
}

function timeOf(text: string | undefined): readonly number[] {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  const time = text !== undefined && form.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? [] : [time];
}

function is({ uri, name }: XmlElement, wantedUri: string, wantedName: string): boolean {
  return uri === wantedUri && name === wantedName;
}

function below({ children }: XmlElement): readonly XmlElement[] {
  return children.flatMap((child) => [child, ...below(child)]);
}

const odd = (what: string): AppError =>
  refused(`The SAML response ${what}.`, 'Copy all of it, as base64, or sign in again.');

const refused = (message: string, hint: string): AppError =>
  new AppError('federation-refused', message, { hint });
