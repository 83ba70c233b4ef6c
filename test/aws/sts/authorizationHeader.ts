import type { AwsRequest } from '../awsRequest.ts';
import { StsError } from './stsError.ts';

export interface Authorization {
  /** `<key id>/<date>/<region>/<service>/aws4_request` */
  readonly credential: string;
  /** Lower case, in the order given. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** X-Amz-Date. */
  readonly signedAt: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

/** Names everything that is missing at once, as AWS does. Signatures in the query are not here. @throws StsError */
export function parseAuthorization(request: AwsRequest): Authorization {
  const header = request.headers.authorization;
  const inQuery = /(^|&)X-Amz-Algorithm=/.test(request.rawQuery);
  if (header !== undefined && inQuery) {
    throw new StsError(
      'SignatureDoesNotMatch',
      'A request is signed in its header or in its query, not in both.',
    );
  }
  if (inQuery) request.noteUnknown('a signature in the query');
  if (header === undefined) {
    throw new StsError('MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const [given = '', ...rest] = header.trim().split(/\s+/);
  if (given !== algorithm) incomplete(`Unsupported AWS 'algorithm': '${given}'.`);
  const parts = readParts(rest.join(' '), header);
  const credential = parts.get('Credential') ?? '';
  const signature = parts.get('Signature') ?? '';
  const signedHeaders = parts.get('SignedHeaders') ?? '';
  const amzDate = request.headers['x-amz-date'];
  const signedAt = (typeof amzDate === 'string' ? amzDate : request.headers.date) ?? '';
  const missing = [
    credential === '' ? "Authorization header requires 'Credential' parameter. " : '',
    signature === '' ? "Authorization header requires 'Signature' parameter. " : '',
    signedHeaders === '' ? "Authorization header requires 'SignedHeaders' parameter. " : '',
    signedAt === ''
      ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
      : '',
  ].join('');
  if (missing !== '') incomplete(`${missing}Authorization=${algorithm}`);
  return { credential, signature, signedAt, signedHeaders: signedHeaders.toLowerCase().split(';') };
}

/** `k=v` joined by commas; the last of a repeated key counts. */
function readParts(text: string, header: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const at = part.indexOf('=');
    if (at < 0) {
      incomplete(
        `'${part}' not a valid key=value pair (missing equal-sign) in Authorization header: '${header}'.`,
      );
    }
    parts.set(part.slice(0, at), part.slice(at + 1));
  }
  return parts;
}

function incomplete(message: string): never {
  throw new StsError('IncompleteSignature', message);
}
