import { partsOfRoleArn, permissionSetOf } from '../arn.ts';
import { partitions } from '../partition.ts';
import { denialCaller, type DenialCaller } from './denialCaller.ts';
import type { DeniedStep } from './deniedStep.ts';

interface Statements {
  /** A policy document for the role's account; null where none can be written or none would help. */
  readonly trust: string | null;
  /** The same for the caller's account. */
  readonly permission: string | null;
}

type Condition = Record<string, Record<string, string | readonly string[]>>;

/** The two policies that would let the call through, filled in, as pretty JSON for an administrator. */
export function denialStatements(denied: DeniedStep): Statements {
  if (denied.call === 'GetFederationToken') return { trust: null, permission: federationPermission(denied) };
  // Identity Center alone writes the trust policy of its roles.
  if (denied.roleArn === null || isReserved(denied)) return { trust: null, permission: null };
  const trusted = trustOf(denied);
  const signed = denied.call === 'AssumeRole';
  return {
    trust:
      trusted &&
      document({
        Effect: 'Allow',
        Principal: trusted.principal,
        Action: actions(denied),
        ...(Object.keys(trusted.condition).length > 0 && { Condition: trusted.condition }),
      }),
    permission: signed
      ? document({ Effect: 'Allow', Action: actions(denied), Resource: literally(denied.roleArn) })
      : null,
  };
}

export function isReserved({ roleArn }: DeniedStep): boolean {
  return roleArn !== null && permissionSetOf(partsOfRoleArn(roleArn).roleName) !== undefined;
}

/** AWS wants these two allowed on both sides beside the call itself. */
function actions({ call, step, message }: DeniedStep): string | readonly string[] {
  const all = [`sts:${call}`];
  if ((step?.tags.length ?? 0) > 0 || message.includes('sts:TagSession')) all.push('sts:TagSession');
  if ((step?.sourceIdentity ?? null) !== null || message.includes('sts:SetSourceIdentity')) {
    all.push('sts:SetSourceIdentity');
  }
  return all.length === 1 ? `sts:${call}` : all;
}

interface Trust {
  readonly principal: Readonly<Record<string, string>>;
  readonly condition: Condition;
}

function trustOf(denied: DeniedStep): Trust | null {
  if (denied.call === 'AssumeRoleWithSAML') return samlTrust(denied);
  if (denied.call === 'AssumeRoleWithWebIdentity') return webIdentityTrust(denied);
  const caller = denialCaller(denied);
  const trust = caller && callerTrust(caller);
  if (denied.call !== 'AssumeRole' || trust === undefined) return null;
  const externalId = denied.step?.externalId ?? null;
  const mfa = denied.mfaInCaller || (denied.step?.mfaSerial ?? null) !== null;
  return {
    principal: trust.principal,
    condition: {
      ...trust.condition,
      ...(externalId !== null && { StringEquals: { 'sts:ExternalId': externalId } }),
      ...(mfa && { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    },
  };
}

function callerTrust({ kind, arn, partition, accountId, name }: DenialCaller): Trust | undefined {
  const iam = `arn:${partition}:iam::${accountId}`;
  switch (kind) {
    case 'user':
    case 'role':
      return { principal: { AWS: arn }, condition: {} };
    case 'role-session':
      return { principal: { AWS: `${iam}:role/${name}` }, condition: {} };
    case 'permission-set': {
      // Such a role gets another suffix with each new assignment, and AWS deletes a principal that is gone: so the
      // account is trusted, narrowed to the permission set. Identity Center in us-east-1 has no region in the path.
      const reserved = `${iam}:role/aws-reserved/sso.amazonaws.com`;
      const roles = [`${reserved}/*/AWSReservedSSO_${name}_*`, `${reserved}/AWSReservedSSO_${name}_*`];
      return { principal: { AWS: `${iam}:root` }, condition: { ArnLike: { 'aws:PrincipalArn': roles } } };
    }
    case 'federated-user':
    case 'root':
      return undefined;
  }
}

const documentedForSaml = ['aws', 'aws-us-gov', 'aws-cn'];

/** AWS compares SAML:aud with the address that the assertion is posted to, not with the assertion's audience. */
function samlTrust({ provider }: DeniedStep): Trust | null {
  const partition = /^arn:(aws(?:-[a-z]+)*):iam::\d{12}:saml-provider\/[\w.-]+$/.exec(
    provider?.arn ?? '',
  )?.[1];
  if (provider === null || partition === undefined || !documentedForSaml.includes(partition)) return null;
  const host = partitions.find(({ id }) => id === partition)?.signInHost;
  if (host === undefined) return null;
  return {
    principal: { Federated: provider.arn },
    condition: { StringEquals: { 'SAML:aud': `https://${host}/saml` } },
  };
}

/** None without the audience: whoever has any token of the issuer would be let in. */
function webIdentityTrust({ provider }: DeniedStep): Trust | null {
  const issuer = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:oidc-provider\/([\w.:/~%-]+)$/.exec(
    provider?.arn ?? '',
  )?.[1];
  if (issuer === undefined || provider === null || (provider.audience ?? '') === '') return null;
  return {
    principal: { Federated: provider.arn },
    condition: { StringEquals: { [`${issuer}:aud`]: literally(provider.audience ?? '') } },
  };
}

function federationPermission(denied: DeniedStep): string | null {
  const caller = denialCaller(denied);
  if (caller?.kind !== 'user') return null;
  const { partition, accountId } = caller;
  return document({
    Effect: 'Allow',
    Action: actions(denied),
    Resource: `arn:${partition}:sts::${accountId}:federated-user/*`,
  });
}

/** A role's path may hold what a policy reads as a pattern: unescaped, the statement would allow other roles. */
function literally(text: string): string {
  return text.replaceAll(/[*?$]/g, (character) => `\${${character}}`);
}

function document(statement: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
  // What JSON leaves as it is although nobody sees it.
  return json.replaceAll(/(?!\n)[\p{C}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
