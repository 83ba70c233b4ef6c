import type { App } from '../../../src-main/app.ts';
import { AppError } from '../../../src-main/core/errors.ts';

type Commands = { -readonly [Name in keyof App]: App[Name] };

const profile = {
  id: '0123456789abcdef01234567',
  name: 'Payments.Admin',
  ssoSession: 'acme',
  accountId: '000000000123',
  accountName: 'Payments',
  roleName: 'Admin',
  active: false,
  delivery: null,
  expiresAt: null,
  favourite: false,
  labels: [],
  asksFirst: false,
};

export const issued = {
  accessKeyId: 'EXAMPLE-ID',
  secretAccessKey: 'example-secret/with+signs=',
  sessionToken: 'example-token',
  expiration: '2031-01-02T03:04:05Z',
  profileName: 'Payments.Admin',
  region: 'eu-west-1',
  accountId: '000000000123',
  roleName: 'Admin',
  labels: [],
};

/** Commands that the tests of the door use; all others fail as a fault of ours would. */
export function fakeApp(commands: Partial<Commands> = {}): App {
  const known: Partial<Commands> = {
    credentials: () => Promise.resolve(issued),
    listProfiles: () => Promise.resolve({ profiles: [profile] }),
    findProfile: ({ profile: name }) =>
      Promise.reject(
        new AppError('ambiguous-profile', `“${name}” fits two profiles.`, {
          hint: 'Name one of them.',
          details: ['Payments.Admin', 'Payroll.Admin'],
        }),
      ),
    sync: (_, { progress }) => {
      progress({ kind: 'accounts', done: 1, total: 2, roles: 3 });
      progress({ kind: 'accounts', done: 2, total: 2, roles: 5 });
      return Promise.resolve({ profiles: 5, added: [], removed: [], failed: [] });
    },
    setTrustSetting: () => Promise.resolve({}),
    ...commands,
  };
  return new Proxy(known as App, {
    get: (target, name): unknown =>
      Reflect.get(target, name) ?? (() => Promise.reject(new TypeError('example-secret in a fault of ours'))),
  });
}
