import type { AwsState } from '../awsState.ts';
import { isoSeconds } from '../isoSeconds.ts';
import type { Principal } from '../principal.ts';
import type { XmlTree } from '../xml.ts';

/** New temporary credentials, as every answer of STS has them. */
export function issueCredentials(
  principal: Principal,
  seconds: number,
  { clock, credentials }: AwsState,
): XmlTree {
  // Whole seconds, as they are told.
  const expiresAt = (Math.floor(clock.now() / 1000) + seconds) * 1000;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.temporary(principal, expiresAt);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: isoSeconds(expiresAt),
  };
}
