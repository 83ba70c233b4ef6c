import type { IncomingMessage } from 'node:http';

/** Why a request is turned away before anybody looks where it wants to go. `code` and `message` are what SDKs show. */
export interface EndpointRefusal {
  readonly status: 400 | 403 | 405 | 413;
  readonly code: string;
  readonly message: string;
}

/** What only browsers and proxies send; SDKs send none of these. */
const foreign =
  /^(?:origin|referer|cookie|dnt|expect|upgrade|upgrade-insecure-requests|via|forwarded|x-forwarded-.*|x-real-ip|sec-.*|proxy-.*|access-control-.*)$/;

/**
 * Row 42 (DNS rebinding) and row 43 (pages) of the threat model: exactly one Host that is ours, nothing of a browser, a
 * plain GET. Names are counted in the raw headers, as Node takes the first of several Hosts.
 */
export function refusalOf(
  request: IncomingMessage,
  isOurHost: (host: string) => boolean,
): EndpointRefusal | undefined {
  const { method, url = '', headers } = request;
  const names = headerNames(request);
  if (names.filter((name) => name === 'host').length !== 1 || !isOurHost(headers.host ?? '')) {
    return refusal(403, 'WrongHost', 'This endpoint answers to its own address only.');
  }
  if (names.some((name) => foreign.test(name))) {
    return refusal(403, 'NotForBrowsers', 'This endpoint does not answer browsers and proxies.');
  }
  if (method !== 'GET') return refusal(405, 'MethodNotAllowed', 'This endpoint takes GET only.');
  if (!url.startsWith('/')) return refusal(400, 'BadRequest', 'This endpoint is no proxy.');
  const length = headers['content-length'] ?? '0';
  if (length !== '0' || headers['transfer-encoding'] !== undefined) {
    return refusal(413, 'NoBody', 'This endpoint takes no body.');
  }
  return undefined;
}

/** The one Authorization that came, as it was sent; some clients put `Bearer` before the token. */
export function presentedToken(request: IncomingMessage): string | undefined {
  if (headerNames(request).filter((name) => name === 'authorization').length !== 1) return undefined;
  return request.headers.authorization?.replace(/^Bearer /, '');
}

function headerNames({ rawHeaders }: IncomingMessage): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
}

function refusal(status: EndpointRefusal['status'], code: string, message: string): EndpointRefusal {
  return { status, code, message };
}
