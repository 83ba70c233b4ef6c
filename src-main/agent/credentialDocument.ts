import type { Output } from '../contract.ts';

/** What a credential_process prints. The members and their order are the AWS SDKs'; a Version that is text fails there. */
export function credentialDocument(issued: Output<'credentials'>): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    SessionToken: issued.sessionToken,
    Expiration: issued.expiration,
  });
}
