import { principalArn, principalId, principalPartition, type FederatedPrincipal } from '../principal.ts';
import { issueCredentials } from './issueCredentials.ts';
import { longTermUser } from './longTermUser.ts';
import { packedPolicySize, readSessionPolicy } from './sessionPolicy.ts';
import { readTags, transitiveTagsOf } from './sessionTags.ts';
import type { StsAction } from './stsAction.ts';

/** A custom broker's call: credentials for somebody whom AWS does not know, below the calling user's permissions. */
export const getFederationToken: StsAction = ({ caller, read, state }) => {
  const name = read.requiredText('Name', { min: 2, max: 32, pattern: '[\\w+=,.@-]*' });
  const durationSeconds = read.integer('DurationSeconds', 900, 129_600);
  const policy = readSessionPolicy(read, 2048);
  const tags = readTags(read);
  read.finish();
  const { accountId } = longTermUser(caller, 'GetFederationToken');
  transitiveTagsOf({ tags, transitiveKeys: [] }, caller.principal);
  const packed = packedPolicySize(policy, accountId);
  const federated: FederatedPrincipal = {
    kind: 'federated',
    accountId,
    partition: principalPartition(caller.principal),
    name,
  };
  return {
    Credentials: issueCredentials(federated, durationSeconds ?? 43_200, state),
    FederatedUser: { FederatedUserId: principalId(federated), Arn: principalArn(federated) },
    // Other than AssumeRole, which leaves it out where there is no policy.
    PackedPolicySize: packed ?? 0,
  };
};
