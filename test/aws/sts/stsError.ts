import { QueryError } from '../queryError.ts';

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

type StsErrorCode = keyof typeof statuses;

export class StsError extends QueryError {
  constructor(code: StsErrorCode, message: string) {
    super(statuses[code], code, message);
  }
}
