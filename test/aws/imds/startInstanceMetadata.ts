import { randomBytes } from 'node:crypto';
import { jsonAnswer, type Answer } from '../answer.ts';
import type { IssuedCredential } from '../issuedCredentials.ts';
import { isoSeconds } from '../isoSeconds.ts';
import { iamArn, roleArn, type Role } from '../organisation.ts';
import type { Aws } from '../standIn.ts';
import { startSite, type Site, type SiteRequest } from '../startSite.ts';

export interface InstanceOptions {
  /** Of the role that the instance profile holds; null is an instance without a profile. */
  readonly roleArn: string | null;
  readonly accountId?: string;
  readonly region?: string;
  readonly instanceId?: string;
}

/** An EC2 instance's metadata service, version 2 only. */
export interface InstanceMetadata extends Site {
  /** `i-…`, which is also the name of the role's session. */
  readonly instanceId: string;
  /** Variables that lead the SDKs and Latchkey here. */
  environment(): Record<string, string>;
}

interface Instance extends Required<Omit<InstanceOptions, 'roleArn'>> {
  readonly aws: Aws;
  readonly role: Role | null;
  /** The latest, made anew before it ends. */
  credential: IssuedCredential | undefined;
  issuedAt: number;
}

/**
 * Serves the session that EC2 got for the instance from `aws`. Tokens are needed for everything (IMDSv1 is off); the
 * hop limit has no place here, where every client is the instance itself. @throws for a role that AWS does not have
 */
export async function startInstanceMetadata(aws: Aws, options: InstanceOptions): Promise<InstanceMetadata> {
  const { clock, organisation } = aws;
  const role = options.roleArn === null ? null : roleOf(options.roleArn, aws);
  const instance: Instance = {
    accountId: role?.accountId ?? organisation.accounts[0]?.id ?? '',
    region: organisation.region,
    instanceId: `i-${randomBytes(9).toString('hex').slice(0, 17)}`,
    ...options,
    ...{ aws, role, credential: undefined, issuedAt: 0 },
  };
  const tokens = new Map<string, number>();
  const site = await startSite({ clock }, (request) => {
    if (request.path === '/latest/api/token') return tokenAnswer(request, tokens);
    if (request.method !== 'GET') return plain(405, 'Method Not Allowed');
    const token = request.headers['x-aws-ec2-metadata-token'];
    const endsAt = typeof token === 'string' ? tokens.get(token) : undefined;
    return endsAt === undefined || clock.now() >= endsAt
      ? plain(401, 'Unauthorized')
      : answerOf(request.path, instance);
  });
  const environment = () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: site.url });
  return { ...site, instanceId: instance.instanceId, environment };
}

function roleOf(arn: string, { organisations }: Aws): Role {
  const role = organisations.flatMap(({ roles }) => roles).find((known) => roleArn(known) === arn);
  if (role === undefined) throw new Error(`no role '${arn}'`);
  return role;
}

/** A token is asked for by PUT, which a proxy that was tricked into fetching an address does not do. */
function tokenAnswer({ method, headers, at }: SiteRequest, tokens: Map<string, number>): Answer {
  if (method !== 'PUT') return plain(405, 'Method Not Allowed');
  if (headers['x-forwarded-for'] !== undefined) return plain(403, 'Forbidden');
  const asked = headers['x-aws-ec2-metadata-token-ttl-seconds'];
  const seconds = typeof asked === 'string' && /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  if (seconds < 1 || seconds > 21_600) return plain(400, 'Bad Request');
  const token = `${randomBytes(40).toString('base64url')}==`;
  tokens.set(token, at + seconds * 1000);
  const answer = plain(200, token);
  return {
    ...answer,
    headers: { ...answer.headers, 'X-aws-ec2-metadata-token-ttl-seconds': String(seconds) },
  };
}

function answerOf(path: string, instance: Instance): Answer {
  const { role, accountId, region, instanceId } = instance;
  const credentials = '/latest/meta-data/iam/security-credentials';
  if (path === '/latest/dynamic/instance-identity/document') {
    return jsonText({ accountId, region, instanceId, version: '2017-09-30' });
  }
  if (role === null) return plain(404, 'Not Found');
  if (path === '/latest/meta-data/iam/info') return jsonText(infoOf(role, instance));
  if (path === `${credentials}/` || path === credentials) return plain(200, role.name);
  if (path === `${credentials}/${role.name}`) return jsonText(credentialsOf(role, instance));
  return plain(404, 'Not Found');
}

function infoOf(role: Role, instance: Instance): object {
  const problem = refreshed(role, instance);
  return {
    Code: problem ?? 'Success',
    LastUpdated: isoSeconds(instance.issuedAt),
    InstanceProfileArn: `${iamArn(role)}:instance-profile${role.path ?? '/'}${role.name}`,
    InstanceProfileId: 'AIPASTANDINPROFILE123',
  };
}

function credentialsOf(role: Role, instance: Instance): object {
  const problem = refreshed(role, instance);
  const { credential, issuedAt } = instance;
  const LastUpdated = isoSeconds(issuedAt);
  if (credential === undefined || problem !== undefined) {
    const Message = 'EC2 cannot assume the role. Please see documentation at https://docs.aws.amazon.com/.';
    return { Code: problem, Message, LastUpdated };
  }
  return {
    ...{ Code: 'Success', LastUpdated, Type: 'AWS-HMAC' },
    AccessKeyId: credential.accessKeyId,
    SecretAccessKey: credential.secretAccessKey,
    Token: credential.sessionToken,
    Expiration: isoSeconds(credential.expiresAt ?? 0),
  };
}

/** EC2's sessions last six hours, whatever the role's maximum is; the next one is there ten minutes before the end. */
function refreshed(role: Role, instance: Instance): string | undefined {
  const { aws, instanceId, credential } = instance;
  const now = aws.clock.now();
  if (credential?.expiresAt != null && now < credential.expiresAt - 600_000) return undefined;
  instance.issuedAt = now;
  // The answer is 200 all the same: a client must look at Code.
  if (!role.trust.principals.includes('ec2.amazonaws.com')) return 'AssumeRoleUnauthorizedAccess';
  instance.credential = aws.instanceSession(role, instanceId, 21_600);
  return undefined;
}

/** The service calls all of its answers text, JSON too. */
const plain = (status: number, body: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/plain' },
  body,
});
const jsonText = (body: object): Answer => {
  const { status, headers } = plain(200, '');
  return { ...jsonAnswer(status, body), headers };
};
