import type { Trust } from '../organisation.ts';

type Statement = Readonly<Record<string, unknown>>;

/** The trust policy as an administrator would write it; a principal that is a pattern becomes a condition. */
export function trustDocument(trust: Trust): { readonly Version: string; readonly Statement: Statement[] } {
  const exact = trust.principals.filter((arn) => !arn.includes('*'));
  const patterns = trust.principals.filter((arn) => arn.includes('*'));
  const allow = (principals: readonly string[], condition: Statement): Statement => ({
    Effect: 'Allow',
    Principal: { AWS: principals },
    Action: actionsOf(trust),
    Condition: { ...conditionsOf(trust), ...condition },
  });
  return {
    Version: '2012-10-17',
    Statement: [
      ...(exact.length > 0 ? [allow(exact, {})] : []),
      ...(patterns.length > 0 ? [allow(['*'], { ArnLike: { 'aws:PrincipalArn': patterns } })] : []),
      ...(trust.federated === undefined ? [] : [federatedStatement(trust.federated)]),
    ],
  };
}

const actionsOf = ({ tags, sourceIdentity }: Trust): string[] => [
  'sts:AssumeRole',
  ...(tags === true ? ['sts:TagSession'] : []),
  ...(sourceIdentity === true ? ['sts:SetSourceIdentity'] : []),
];

const conditionsOf = ({ externalId, mfa }: Trust): Statement => ({
  ...(externalId === undefined ? {} : { StringEquals: { 'sts:ExternalId': externalId } }),
  ...(mfa === true ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } : {}),
});

function federatedStatement({ provider, subject }: NonNullable<Trust['federated']>): Statement {
  const [, issuer] = provider.split(':oidc-provider/');
  return {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: issuer === undefined ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity',
    ...(subject === undefined ? {} : { Condition: { StringLike: { [`${issuer ?? 'saml'}:sub`]: subject } } }),
  };
}
