import { jsonAnswer, type Answer } from '../answer.ts';

/** Exception, its HTTP status and the OAuth `error` in the body. */
const kinds = {
  AuthorizationPendingException: [400, 'authorization_pending'],
  SlowDownException: [400, 'slow_down'],
  ExpiredTokenException: [400, 'expired_token'],
  AccessDeniedException: [400, 'access_denied'],
  InvalidGrantException: [400, 'invalid_grant'],
  InvalidClientException: [401, 'invalid_client'],
  UnauthorizedClientException: [400, 'unauthorized_client'],
  UnsupportedGrantTypeException: [400, 'unsupported_grant_type'],
  InvalidScopeException: [400, 'invalid_scope'],
  InvalidRequestException: [400, 'invalid_request'],
  InvalidClientMetadataException: [400, 'invalid_client_metadata'],
  InvalidRedirectUriException: [400, 'invalid_redirect_uri'],
  InternalServerException: [500, 'server_error'],
  TooManyRequestsException: [429, 'slow_down'],
  UnknownOperationException: [404, 'invalid_request'],
} as const;

export type OidcErrorName = keyof typeof kinds;

export class OidcError extends Error {
  readonly kind: OidcErrorName;
  constructor(kind: OidcErrorName, description: string) {
    super(description);
    this.kind = kind;
  }
}

/**
 * SDKs name the error by the header x-amzn-ErrorType, cut at the colon; `error` in the body is ignored for that.
 * There is no `message`.
 */
export function oidcFailure(kind: OidcErrorName, description: string): Answer {
  const [status, error] = kinds[kind];
  return jsonAnswer(
    status,
    { error, error_description: description },
    { 'x-amzn-ErrorType': `${kind}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/` },
  );
}
