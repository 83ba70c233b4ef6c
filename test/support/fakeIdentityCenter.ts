import { parseAccountId, type AccountId } from '../../src-main/core/arn.ts';
import { AppError } from '../../src-main/core/errors.ts';
import type { Clock, IdentityCenter, TokenAnswer, TokenGrant } from '../../src-main/core/ports.ts';
import type { ClientRegistration } from '../../src-main/core/sso/ssoSession.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

export interface FakeIdentityCenter extends IdentityCenter {
  /** Names of the operations in the order they were called. */
  readonly calls: string[];
  /** Answers to the next CreateToken calls; when they run out the person has approved. */
  readonly script: (TokenAnswer['state'] | AppError)[];
  /** Whether the token before the newest still works. */
  rotation: 'same' | 'new-old-good' | 'new-old-dead';
  /** Epoch milliseconds; refreshes and portal calls fail from then on. */
  sessionEnds: number;
  accounts: { accountId: AccountId; accountName: string | null; roles: string[] }[];
  verificationUri: string;
  /** Set to make every call fail. */
  fault: AppError | undefined;
  /** Access tokens that the portal takes. */
  readonly alive: Set<string>;
}

/** Identity Center as the domain sees it, with AWS's rules of tokens: enough for hours and days of virtual time. */
export function createFakeIdentityCenter(clock: Clock): FakeIdentityCenter {
  let issued = 0;
  let refreshTokens = new Set<string>();

  function call(operation: string): void {
    fake.calls.push(operation);
    if (fake.fault !== undefined) throw fake.fault;
  }

  function token(): TokenAnswer {
    issued += 1;
    const accessToken = `access-${issued}`;
    fake.alive.add(accessToken);
    const refreshToken = fake.rotation === 'same' && issued > 1 ? 'refresh-1' : `refresh-${issued}`;
    if (fake.rotation === 'new-old-dead') refreshTokens = new Set();
    refreshTokens.add(refreshToken);
    return { state: 'token', accessToken, expiresAt: clock.now() + hour, refreshToken };
  }

  function checkToken(accessToken: string): void {
    if (!fake.alive.has(accessToken) || clock.now() >= fake.sessionEnds) {
      throw new AppError('sign-in-needed', 'AWS no longer takes this sign-in.');
    }
  }

  function createToken(registration: ClientRegistration, grant: TokenGrant): TokenAnswer {
    if (registration.expiresAt <= clock.now()) throw ended();
    if (grant.kind === 'refresh') {
      if (clock.now() >= fake.sessionEnds || !refreshTokens.has(grant.refreshToken)) throw ended();
      return token();
    }
    const next = fake.script.shift() ?? 'token';
    if (next instanceof AppError) throw next;
    return next === 'token' ? token() : { state: next };
  }

  const fake: FakeIdentityCenter = {
    calls: [],
    script: [],
    rotation: 'new-old-dead',
    sessionEnds: Number.POSITIVE_INFINITY,
    accounts: [{ accountId: parseAccountId('012345678901'), accountName: 'payments-prod', roles: ['Admin'] }],
    verificationUri: 'https://corp.awsapps.com/start/#/device',
    fault: undefined,
    alive: new Set(),
    origin: ({ region }) => `https://oidc.${region}.amazonaws.com`,
    registerClient: async ({ region, startUrl }, flow) => {
      call('RegisterClient');
      const clientId = `client-${fake.calls.length}`;
      const origin = `https://oidc.${region}.amazonaws.com`;
      return {
        clientId,
        clientSecret: 'secret',
        expiresAt: clock.now() + 90 * day,
        flow,
        region,
        startUrl,
        origin,
      };
    },
    startDeviceAuthorization: async () => {
      call('StartDeviceAuthorization');
      return {
        deviceCode: 'device-code',
        userCode: 'ABCD-EFGH',
        verificationUri: fake.verificationUri,
        verificationUriComplete: `${fake.verificationUri}?user_code=ABCD-EFGH`,
        expiresAt: clock.now() + 600_000,
        interval: 1,
      };
    },
    createToken: async (_place, registration, grant) => {
      call('CreateToken');
      return createToken(registration, grant);
    },
    authorizeUrl: (_place, _registration, { redirectUri, state }) =>
      `https://oidc.eu-west-1.amazonaws.com/authorize?redirect_uri=${redirectUri}&state=${state}`,
    listAccounts: async (_place, accessToken) => {
      call('ListAccounts');
      checkToken(accessToken);
      return { rows: fake.accounts.map(({ accountId, accountName }) => ({ accountId, accountName })) };
    },
    listAccountRoles: async (_place, accessToken, accountId) => {
      call('ListAccountRoles');
      checkToken(accessToken);
      return { rows: fake.accounts.find((account) => account.accountId === accountId)?.roles ?? [] };
    },
    getRoleCredentials: async (_place, accessToken, { accountId, roleName }) => {
      call('GetRoleCredentials');
      checkToken(accessToken);
      const offered = fake.accounts
        .find((account) => account.accountId === accountId)
        ?.roles.includes(roleName);
      if (offered !== true) throw new AppError('denied', 'No access');
      const accessKeyId = `key-${fake.calls.length}`;
      return {
        accessKeyId,
        secretAccessKey: 'secret',
        sessionToken: 'token',
        expiration: clock.now() + hour,
      };
    },
    logout: async (_place, accessToken) => {
      call('Logout');
      fake.alive.delete(accessToken);
    },
  };
  return fake;
}

function ended(): AppError {
  return new AppError('sign-in-needed', 'AWS has ended the sign-in.');
}
