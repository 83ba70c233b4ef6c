import { createHash } from 'node:crypto';
import type { AwsState } from '../awsState.ts';
import { samlProviderArn, type SamlProvider } from '../organisation.ts';
import { partitions, type Partition } from '../partition.ts';
import { principalArn, principalId } from '../principal.ts';
import { regionOfHost } from '../regionOfHost.ts';
import { checkRoleArn } from './checkRoleArn.ts';
import { federatedRole } from './federatedRole.ts';
import { issueCredentials } from './issueCredentials.ts';
import { roleDuration } from './roleDuration.ts';
import { roleSession } from './roleSession.ts';
import { samlResponse, type SamlResponse } from './samlResponse.ts';
import { packedPolicySize, readSessionPolicy } from './sessionPolicy.ts';
import type { UnsignedStsAction } from './stsAction.ts';
import { StsError } from './stsError.ts';
import { tokenExpired } from './tokenExpired.ts';

export const assumeRoleWithSaml: UnsignedStsAction = ({ read, state }) => {
  const roleArn = read.requiredText('RoleArn', { min: 20, max: 2048 });
  const principal = read.requiredText('PrincipalArn', { min: 20, max: 2048 });
  const assertion = read.requiredText('SAMLAssertion', { min: 4, max: 100_000 });
  const durationSeconds = read.integer('DurationSeconds', 900, 43_200);
  const policy = readSessionPolicy(read, 2048);
  read.finish();
  checkRoleArn(roleArn);
  const provider = providerOf(principal, state);
  const response = samlResponse(assertion);
  checkResponse(response, provider, state.clock.now());
  const sessionName = sessionNameOf(response);
  checkPair(response, roleArn, principal);
  const visitor = { action: 'AssumeRoleWithSAML', provider: principal, subject: response.subject } as const;
  const role = federatedRole(roleArn, visitor, state);
  const seconds = Math.min(roleDuration(durationSeconds, role, false), secondsLeft(response, state));
  const packed = packedPolicySize(policy, role.accountId);
  const session = roleSession(role, sessionName);
  return {
    Issuer: response.issuer,
    AssumedRoleUser: { AssumedRoleId: principalId(session), Arn: principalArn(session) },
    Credentials: issueCredentials(session, seconds, state),
    Subject: response.subject,
    SubjectType: response.subjectType,
    NameQualifier: nameQualifier(provider),
    Audience: response.recipient,
    PackedPolicySize: packed,
  };
};

function providerOf(arn: string, { organisations }: AwsState): SamlProvider {
  const providers = organisations.flatMap(({ samlProviders }) => samlProviders);
  return (
    providers.find((known) => samlProviderArn(known) === arn) ?? refuse("Specified provider doesn't exist")
  );
}

/** Of the provider's partition. */
function isSignInPage(address: string, partition: Partition): boolean {
  const [, host = ''] = /^https:\/\/([^/]+)\/saml$/.exec(address) ?? [];
  return regionOfHost(host, partitions[partition].signInHost, partition) !== undefined;
}

/** @throws StsError for what is not a fresh response of this provider for AWS */
function checkResponse(response: SamlResponse, provider: SamlProvider, now: number): void {
  if (response.issuer !== provider.issuer) refuse('Issuer not present in specified provider');
  if (!response.signedBy(provider.publicKey)) refuse('Response signature invalid');
  if (response.status !== 'Success') {
    throw new StsError('IDPRejectedClaim', 'The identity provider reported that authentication failed');
  }
  const { partition = 'aws' } = provider;
  const forAws =
    response.audience === partitions[partition].samlAudience || isSignInPage(response.audience, partition);
  // How AWS words this is not known.
  if (!forAws || !isSignInPage(response.recipient, partition)) refuse('The assertion is not meant for AWS');
  if (now >= response.notOnOrAfter) throw tokenExpired(now, response.notOnOrAfter);
  const { sessionDuration } = response;
  // It is for the sign-in page: STS lets DurationSeconds alone decide, but an impossible value is a broken assertion.
  if (sessionDuration !== undefined && !isDuration(sessionDuration))
    refuse('SessionDuration is not 900 to 43200');
}

const isDuration = (text: string): boolean =>
  /^\d{3,5}$/.test(text) && Number(text) >= 900 && Number(text) <= 43_200;

function sessionNameOf({ sessionName }: SamlResponse): string {
  if (sessionName === undefined) return refuse('RoleSessionName is required in AuthnResponse');
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    refuse('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}');
  }
  return sessionName;
}

/** The assertion must name the role together with the provider; AWS takes the two in either order. */
function checkPair({ roles }: SamlResponse, roleArn: string, provider: string): void {
  const wanted = [`${roleArn},${provider}`, `${provider},${roleArn}`];
  if (!roles.some((pair) => wanted.includes(pair))) {
    throw new StsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML');
  }
}

/** The session ends with the one at the identity provider, if that says when. */
function secondsLeft({ sessionNotOnOrAfter: end }: SamlResponse, { clock }: AwsState): number {
  if (end === undefined) return Infinity;
  const now = clock.now();
  if (now >= end) throw tokenExpired(now, end);
  return Math.floor((end - now) / 1000);
}

const nameQualifier = ({ issuer, accountId, name }: SamlProvider): string =>
  createHash('sha1').update(`${issuer}${accountId}/${name}`).digest('base64');

function refuse(message: string): never {
  throw new StsError('InvalidIdentityToken', message);
}
