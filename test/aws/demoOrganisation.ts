import {
  organisation,
  roleArn,
  type Account,
  type Assignment,
  type IamUser,
  type Organisation,
  type Role,
} from './organisation.ts';

const teams = [
  'payments',
  'data-lake',
  'web-shop',
  'search',
  'logistics',
  'identity',
  'ml-platform',
  'mobile-api',
  'warehouse',
  'observability',
  'customer-care',
];
const stages = ['prod', 'staging', 'dev'];

/** Other accounts than the teams': the awkward ones that every real organisation has. */
const singles: readonly Account[] = [
  { id: '012345678901', name: 'log-archive', email: 'aws+log-archive@example.com' },
  { id: '200000000001', name: 'security-tooling', email: 'aws+security@example.com' },
  { id: '200000000002', name: 'shared-network', email: 'aws+network@example.com' },
  { id: '200000000003', name: 'billing', email: 'aws+billing@example.com' },
  { id: '200000000004', name: 'sandbox', email: 'aws+sandbox-ada@example.com' },
  { id: '200000000005', name: 'sandbox', email: 'aws+sandbox-grace@example.com' },
  { id: '200000000006' },
];

const permissionSets = [
  { name: 'AdministratorAccess', sessionHours: 1 },
  { name: 'PowerUserAccess', sessionHours: 4 },
  { name: 'ReadOnlyAccess', sessionHours: 12 },
  { name: 'SecurityAudit', sessionHours: 8 },
  { name: 'DatabaseOperator', sessionHours: 2 },
  { name: 'Billing', sessionHours: 1 },
];

const ada = 'ada@example.com';
const grace = 'grace@example.com';

/** Forty accounts of one company, for tests that want a believable place and for the demo. */
export function demoOrganisation(plan: { readonly sessionMinutes?: number } = {}): Organisation {
  const teamAccounts = teams.flatMap((team, row) =>
    stages.map((stage, column) => ({
      id: String(100_000_000_001 + row * 1_000_003 + column * 11),
      name: `${team}-${stage}`,
      email: `aws+${team}-${stage}@example.com`,
    })),
  );
  const accounts = [...teamAccounts, ...singles];
  return organisation({
    ...plan,
    accounts,
    permissionSets,
    people: [ada, grace],
    assignments: accounts.flatMap(assignmentsOf),
    users,
    roles: rolesOf(teamAccounts[0]?.id ?? ''),
  });
}

/** Ada's codes open what trusts the security account; Grace has a FIDO key only, which STS cannot use. */
const users: readonly IamUser[] = [
  {
    accountId: '200000000001',
    name: 'ada',
    mfa: { serial: 'arn:aws:iam::200000000001:mfa/ada', seed: 'LATCHKEYDEMOLATCHKEYDEMOLATCHKEY' },
  },
  {
    accountId: '200000000001',
    name: 'grace',
    fido: ['arn:aws:iam::200000000001:u2f/user/grace/blue-key-DEMODEMODEMODEMODEMODEMODE'],
  },
];

/** Roles that no permission set gives: with an external id, with MFA, for half a day, and three that lead to each other. */
function rolesOf(production: string): Role[] {
  const principals = ['arn:aws:iam::200000000001:root'];
  const gateway = { accountId: '200000000002', name: 'Gateway' };
  const archivist = { accountId: '012345678901', name: 'Archivist', path: '/audit/' };
  return [
    { accountId: production, name: 'Deploy', maxSessionSeconds: 14_400, trust: { principals } },
    { accountId: production, name: 'NightShift', maxSessionSeconds: 43_200, trust: { principals } },
    { accountId: production, name: 'Payouts', trust: { principals, mfa: true } },
    {
      accountId: production,
      name: 'BreakGlass',
      path: '/emergency/',
      trust: { principals, externalId: 'break-the-glass' },
    },
    { ...gateway, trust: { principals } },
    { ...archivist, trust: { principals: [roleArn(gateway)] } },
    { accountId: '200000000003', name: 'Auditor', trust: { principals: [roleArn(archivist)] } },
  ];
}

/** Ada runs the platform and reads everywhere; Grace builds in every account that is not production. */
function assignmentsOf(account: Account): Assignment[] {
  const name = account.name ?? '';
  const both: Assignment[] = [[ada, account.id, 'ReadOnlyAccess']];
  if (name === 'billing') return [...both, [ada, account.id, 'Billing']];
  if (name === 'security-tooling' || name === 'log-archive')
    return [...both, [ada, account.id, 'AdministratorAccess'], [grace, account.id, 'SecurityAudit']];
  if (name.startsWith('data-lake') || name.startsWith('warehouse'))
    both.push([ada, account.id, 'DatabaseOperator']);
  if (name.endsWith('-prod')) return [...both, [grace, account.id, 'ReadOnlyAccess']];
  return [...both, [ada, account.id, 'PowerUserAccess'], [grace, account.id, 'PowerUserAccess']];
}
