import { randomUUID } from 'node:crypto';
import type { Answer } from '../answer.ts';
import { xml, type XmlTree } from '../xml.ts';

const statuses = {
  AccessDenied: 403,
  ExpiredToken: 403,
  IDPRejectedClaim: 403,
  InvalidClientTokenId: 403,
  MissingAuthenticationToken: 403,
  SignatureDoesNotMatch: 403,
  ExpiredTokenException: 400,
  IncompleteSignature: 400,
  InvalidAction: 400,
  InvalidIdentityToken: 400,
  InvalidParameterValue: 400,
  InvalidURIPath: 400,
  MalformedPolicyDocument: 400,
  MalformedQueryString: 400,
  PackedPolicyTooLarge: 400,
  Throttling: 400,
  UnknownParameter: 400,
  ValidationError: 400,
  InternalFailure: 500,
} as const;

export type StsErrorCode = keyof typeof statuses;

export class StsError extends Error {
  readonly code: StsErrorCode;
  constructor(code: StsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** A fault of AWS's own has the type Receiver. */
export function stsFailure(code: StsErrorCode, message: string): Answer {
  const status = statuses[code];
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return document(status, 'ErrorResponse', {
    Error: { Type: type, Code: code, Message: message },
    RequestId: randomUUID(),
  });
}

export const stsSuccess = (action: string, result: XmlTree): Answer =>
  document(200, `${action}Response`, {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: randomUUID() },
  });

const document = (status: number, root: string, tree: XmlTree): Answer => ({
  status,
  headers: { 'Content-Type': 'text/xml' },
  body: `<${root} xmlns="${namespace}">${xml(tree)}</${root}>`,
});
