import { beforeEach, expect, test } from 'vitest';
import { takeAwsCliSignIn } from '../../../src-main/core/sso/takeAwsCliSignIn.ts';
import type { IssuedToken } from '../../../src-main/core/sso/deviceFlow.ts';
import { corp, createSignInDomain } from '../../support/signInDomain.ts';

const hour = 60 * 60 * 1000;
const quiet = { signal: new AbortController().signal, mayReplace: () => Promise.resolve(false) };

let domain: ReturnType<typeof createSignInDomain>;
let cached: IssuedToken;

/** A token of a client that is not ours. */
async function issued(): Promise<IssuedToken> {
  const { identityCenter } = domain;
  const client = await identityCenter.registerClient(corp, 'device');
  const { deviceCode } = await identityCenter.startDeviceAuthorization(corp, client);
  const grant = { kind: 'device', deviceCode } as const;
  const answer = await identityCenter.createToken(corp, client, grant);
  if (answer.state !== 'token') throw new Error(answer.state);
  return answer;
}

function take(change: Partial<Parameters<typeof takeAwsCliSignIn>[0]> = {}) {
  const awsCliSignIns = { read: () => Promise.resolve(cached) };
  return takeAwsCliSignIn({ ...domain.ports, awsCliSignIns, ...change }, corp, quiet);
}

beforeEach(async () => {
  domain = createSignInDomain();
  cached = await issued();
});

test('nothing but the access token is kept', async () => {
  await expect(take()).resolves.toMatchObject({ signedInAs: 'ana@example.com' });
  expect(await domain.tokens.stored('corp')).toMatchObject({
    state: 'found',
    token: { accessToken: cached.accessToken, refreshToken: null, registration: null },
  });
});

test('a sign-in of ours that somebody made meanwhile stays', async () => {
  const ours = await issued();
  const registration = await domain.identityCenter.registerClient(corp, 'device');
  const knownRoles = async () => {
    await domain.tokens.keep(corp, ours, registration);
    return [];
  };
  await expect(take({ knownRoles })).rejects.toMatchObject({ code: 'sign-in-needed' });
  expect(await domain.tokens.stored('corp')).toMatchObject({ token: { accessToken: ours.accessToken } });
});

test('a locked keychain is said to be locked, and AWS is not asked', async () => {
  domain.secrets.trouble = { state: 'locked' };
  domain.identityCenter.listAccounts = () => Promise.reject(new Error('AWS was asked'));
  await expect(take()).rejects.toMatchObject({ code: 'secrets-locked' });
});

test('one that ends in less than a quarter of an hour is not taken', async () => {
  cached = { ...cached, expiresAt: domain.clock.now() + hour / 4 - 1 };
  await expect(take()).rejects.toMatchObject({ code: 'sign-in-needed' });
  cached = { ...cached, expiresAt: domain.clock.now() + hour / 4 };
  await expect(take()).resolves.toBeDefined();
});
