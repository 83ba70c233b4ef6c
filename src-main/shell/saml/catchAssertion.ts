import { isKnownRegion, partitionOf } from '../../core/partition.ts';
import { longestAssertion, type SamlOutcome } from './samlMessages.ts';

/** A request of the page, as Electron's webRequest tells it before it leaves. */
export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
  readonly uploadData?: readonly { readonly bytes?: Buffer }[];
}

export type Caught =
  | { readonly kind: 'pass' }
  /** Goes where the page sends it, and brings nobody a sign-in. */
  | { readonly kind: 'missed' }
  /** Whoever reads along on the network could sign in with it. */
  | { readonly kind: 'cleartext' }
  | Exclude<SamlOutcome, { readonly kind: 'closed' }>;

/** Bytes: each character of a form may be written as three. */
const longestForm = 3 * longestAssertion + 100_000;

/**
 * What a request is to a company sign-in that ends at one of `acsUrls`. Only a form that the person's page, not a
 * frame in it, posts to exactly that https host is a sign-in: the host itself or one of its regions, `/saml`, or
 * `/saml/acs/…`, which AWS gives providers that encrypt.
 */
export function catchAssertion(request: PageRequest, acsUrls: readonly string[]): Caught {
  const url = new URL(request.url);
  const hosts = acsUrls.map((acs) => new URL(acs).host);
  if (request.resourceType !== 'mainFrame') return { kind: 'pass' };
  const isPost = request.method === 'POST';
  const isAwsHost = hosts.some((host) => isHostOrRegion(url.host, host));
  const isSignIn = isAwsHost && isAcsPath(url.pathname) && url.search === '' && url.username === '';
  if (isPost && isSignIn && url.protocol === 'https:') return assertionIn(request);
  if (isPost && isAwsHost && url.protocol === 'http:') return { kind: 'cleartext' };
  const resembles = isAwsHost || isAcsPath(url.pathname) || /aws|amazon/.test(url.host);
  return { kind: resembles && carriesResponse(url, request) ? 'missed' : 'pass' };
}

function isHostOrRegion(host: string, acsHost: string): boolean {
  if (host === acsHost) return true;
  const region = host.slice(0, host.indexOf('.'));
  return (
    host === `${region}.${acsHost}` && isKnownRegion(region) && partitionOf(region).signInHost === acsHost
  );
}

const isAcsPath = (path: string): boolean => /^\/saml(\/acs\/[\w-]+)?$/.test(path);

function assertionIn(request: PageRequest): Caught {
  const form = formOf(request);
  if (form === undefined) return { kind: 'refused', why: 'too-long' };
  const [assertion, ...more] = form.getAll('SAMLResponse');
  if (assertion === undefined || more.length > 0 || !/^[A-Za-z0-9+/=\s]+$/.test(assertion))
    return { kind: 'refused', why: 'not-a-response' };
  if (assertion.length > longestAssertion) return { kind: 'refused', why: 'too-long' };
  return { kind: 'assertion', assertion };
}

/** Undefined where it is longer than any that AWS takes. */
function formOf({ uploadData = [] }: PageRequest): URLSearchParams | undefined {
  const parts = uploadData.map(({ bytes }) => bytes ?? Buffer.alloc(0));
  if (parts.reduce((length, part) => length + part.length, 0) > longestForm) return undefined;
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

const carriesResponse = (url: URL, request: PageRequest): boolean =>
  url.searchParams.has('SAMLResponse') || (formOf(request)?.has('SAMLResponse') ?? true);
