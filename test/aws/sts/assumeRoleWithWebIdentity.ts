import type { AwsState } from '../awsState.ts';
import { oidcProviderArn, type OidcProvider } from '../organisation.ts';
import { principalArn, principalId } from '../principal.ts';
import { checkRoleArn } from './checkRoleArn.ts';
import { federatedRole } from './federatedRole.ts';
import { issueCredentials } from './issueCredentials.ts';
import { roleDuration } from './roleDuration.ts';
import { roleSession } from './roleSession.ts';
import { packedPolicySize, readSessionPolicy } from './sessionPolicy.ts';
import type { UnsignedStsAction } from './stsAction.ts';
import { StsError } from './stsError.ts';
import { tokenExpired } from './tokenExpired.ts';
import { webIdentityToken, type WebIdentityToken } from './webIdentityToken.ts';

/** With ID tokens of OpenID Connect only: ProviderId, for the access tokens of older providers, is not known here. */
export const assumeRoleWithWebIdentity: UnsignedStsAction = ({ read, state }) => {
  const roleArn = read.requiredText('RoleArn', { min: 20, max: 2048 });
  const sessionName = read.requiredText('RoleSessionName', { min: 2, max: 64, pattern: '[\\w+=,.@-]*' });
  const encoded = read.requiredText('WebIdentityToken', { min: 4, max: 20_000 });
  const durationSeconds = read.integer('DurationSeconds', 900, 43_200);
  const policy = readSessionPolicy(read, 2048);
  read.finish();
  checkRoleArn(roleArn);
  const token = webIdentityToken(encoded);
  const provider = oidcProviderArn(checkedProvider(token, roleArn, state));
  const visitor = { action: 'AssumeRoleWithWebIdentity', provider, subject: token.subject } as const;
  const role = federatedRole(roleArn, visitor, state);
  const seconds = roleDuration(durationSeconds, role, false);
  const packed = packedPolicySize(policy, role.accountId);
  const session = roleSession(role, sessionName);
  return {
    Audience: token.audience,
    AssumedRoleUser: { AssumedRoleId: principalId(session), Arn: principalArn(session) },
    Provider: provider,
    Credentials: issueCredentials(session, seconds, state),
    SubjectFromWebIdentityToken: token.subject,
    PackedPolicySize: packed,
  };
};

/** The provider that the role's account has for the token's issuer. @throws StsError when it does not vouch for the token */
function checkedProvider(token: WebIdentityToken, roleArn: string, state: AwsState): OidcProvider {
  const accountId = roleArn.split(':')[4];
  const provider = state.organisations
    .flatMap(({ oidcProviders }) => oidcProviders)
    .find((known) => known.accountId === accountId && known.issuer === token.issuer);
  if (provider === undefined) {
    return refuse(`No OpenIDConnect provider found in your account for ${token.issuer}`);
  }
  // How AWS words this is not known.
  if (!token.signedBy(provider.publicKey)) refuse('The signature of the token is invalid');
  const now = state.clock.now();
  if (now >= token.expiresAt) throw tokenExpired(now, token.expiresAt);
  if (!provider.audiences.includes(token.audience)) refuse('Incorrect token audience');
  return provider;
}

function refuse(message: string): never {
  throw new StsError('InvalidIdentityToken', message);
}
