import type { Output, ProfileRow } from '../../src-main/contract.ts';

/** Rows and credentials that look like nothing real. */
export function row(name: string, changes: Partial<ProfileRow> = {}): ProfileRow {
  const [accountName = '', roleName = ''] = name.split('.');
  return {
    id: '0123456789abcdef01234567',
    name,
    ssoSession: 'work',
    accountId: '111122223333',
    accountName,
    roleName,
    active: false,
    delivery: null,
    expiresAt: null,
    favourite: false,
    labels: [],
    asksFirst: false,
    ...changes,
  };
}

export const issued: Output<'credentials'> = {
  accessKeyId: 'ASIATESTTESTTESTTEST',
  secretAccessKey: "secret/with+every='kind",
  sessionToken: 'token-of-the-test',
  expiration: '2030-01-01T00:00:00Z',
  profileName: 'prod.Admin',
  region: 'eu-west-1',
  accountId: '111122223333',
  roleName: 'Admin',
  labels: [],
};

export const delivered: Output<'startProfile'> = {
  profileName: 'prod.Admin',
  delivery: 'keys',
  file: '/home/ada/.aws/credentials',
  endsAt: '2030-01-01T08:00:00Z',
  expiresAt: '2030-01-01T00:00:00Z',
  warnings: [],
};

/** Of `status`: the clock is right, and AWS is reached. */
export const wellNow: Pick<Output<'status'>, 'clock' | 'network'> = {
  clock: { offset: 0 },
  network: { state: 'ok', trouble: null },
};
