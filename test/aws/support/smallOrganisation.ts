import { organisation, type Organisation, type OrganisationPlan } from '../organisation.ts';

export const account = '123456789012';
export const otherAccount = '012345678901';
export const mfaSeed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
export const mfaSerial = `arn:aws:iam::${account}:mfa/ada`;

const trusted = { principals: [`arn:aws:iam::${account}:root`] };

/** One person, two accounts, one IAM user with MFA, and a role for each rule of trust. */
export function smallOrganisation(change: Partial<OrganisationPlan> = {}): Organisation {
  return organisation({
    accounts: [{ id: account, name: 'payments-prod', email: 'aws@example.com' }, { id: otherAccount }],
    permissionSets: [
      { name: 'Admin', sessionHours: 1 },
      { name: 'ReadOnly', sessionHours: 12 },
    ],
    people: ['ada@example.com'],
    assignments: [
      ['ada@example.com', account, 'Admin'],
      ['ada@example.com', account, 'ReadOnly'],
      ['ada@example.com', otherAccount, 'ReadOnly'],
    ],
    users: [{ accountId: account, name: 'ada', path: '/people/', mfa: { serial: mfaSerial, seed: mfaSeed } }],
    roles: [
      { accountId: otherAccount, name: 'Ops', path: '/team/', maxSessionSeconds: 7200, trust: trusted },
      { accountId: otherAccount, name: 'Partner', trust: { ...trusted, externalId: 'agreed/upon' } },
      { accountId: otherAccount, name: 'Careful', trust: { ...trusted, mfa: true } },
      { accountId: otherAccount, name: 'Tagged', trust: { ...trusted, tags: true, sourceIdentity: true } },
      {
        accountId: otherAccount,
        name: 'AfterTagged',
        trust: { principals: [`arn:aws:iam::${otherAccount}:role/Tagged`], tags: true, sourceIdentity: true },
      },
      {
        accountId: otherAccount,
        name: 'AdminsOnly',
        trust: { principals: [`arn:aws:iam::${account}:role/aws-reserved/*/AWSReservedSSO_Admin_*`] },
      },
    ],
    ...change,
  });
}

export const roleArnOf = (name: string, path = '/'): string =>
  `arn:aws:iam::${otherAccount}:role${path}${name}`;
