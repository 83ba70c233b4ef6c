import type { EndpointAnswer } from '../../core/ports.ts';

type Keys = Extract<EndpointAnswer, { readonly state: 'keys' }>;

/** What a container endpoint answers. The members are the SDKs': the token is `Token` here. */
export function endpointDocument({ credentials, accountId }: Keys): object {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken,
    Expiration: wholeSeconds(credentials.expiration),
    AccountId: accountId,
  };
}

/** What a credential_process prints, for containers that reach the socket with curl and nothing else. */
export function processDocument({ credentials }: Keys): object {
  return {
    Version: 1,
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: wholeSeconds(credentials.expiration),
  };
}

function wholeSeconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
