import { jsonAnswer, type Answer } from '../answer.ts';

/** The errors of RFC 6749 sections 4.1.2.1 and 5.2 and of RFC 8628 section 3.5. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token';

/** What an OpenID Connect provider refuses. */
export class OAuthError extends Error {
  constructor(
    readonly code: OAuthErrorCode,
    description: string,
  ) {
    super(description);
  }

  get answer(): Answer {
    const body = { error: this.code, error_description: this.message };
    return jsonAnswer(this.code === 'invalid_client' ? 401 : 400, body, { 'Cache-Control': 'no-store' });
  }
}
