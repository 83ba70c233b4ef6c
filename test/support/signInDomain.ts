import { nodeRandom, sha256 } from '../../src-main/adapters/nodeRandom.ts';
import { createMemorySecrets } from '../../src-main/adapters/memorySecrets.ts';
import type { Memory, MemoryDocument, SecretRead, SecretStore, Sts } from '../../src-main/core/ports.ts';
import { createPeople } from '../../src-main/core/sso/people.ts';
import { createRegistrations } from '../../src-main/core/sso/registrations.ts';
import type { SignInPorts } from '../../src-main/core/sso/signIn.ts';
import { createSsoTokens } from '../../src-main/core/sso/ssoTokens.ts';
import type { SsoSession } from '../../src-main/core/sso/ssoSession.ts';
import { createFakeIdentityCenter } from './fakeIdentityCenter.ts';
import { createVirtualClock } from './virtualClock.ts';

export const corp: SsoSession = {
  name: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
};

export function createTestMemory(): Memory {
  const documents = new Map<MemoryDocument, string>();
  return {
    read: (name) => Promise.resolve(JSON.parse(documents.get(name) ?? 'null') as unknown),
    write: (name, value) => {
      documents.set(name, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

/** A store that can be locked under a running sign-in, over the real memory store. */
export function createLockableSecrets(): SecretStore & {
  trouble: Exclude<SecretRead, { state: 'found' | 'absent' }> | undefined;
} {
  const inner = createMemorySecrets();
  const store = {
    ...inner,
    kind: 'memory' as const,
    trouble: undefined as Exclude<SecretRead, { state: 'found' | 'absent' }> | undefined,
    state: async () => store.trouble ?? inner.state(),
    read: async (item: string) => store.trouble ?? inner.read(item),
    write: async (item: string, value: string) => store.trouble ?? inner.write(item, value),
    remove: async (item: string) => store.trouble ?? inner.remove(item),
  };
  return store;
}

const unplanned = (): Promise<never> => Promise.reject(new Error('This test plans no such call of STS.'));
const unplannedSts: Sts = {
  getCallerIdentity: unplanned,
  assumeRole: unplanned,
  assumeRoleWithSaml: unplanned,
  assumeRoleWithWebIdentity: unplanned,
  getSessionToken: unplanned,
  getFederationToken: unplanned,
};

/** The sign-in part of the domain with fakes around it. `person` is who approves in the browser. */
export function createSignInDomain() {
  const clock = createVirtualClock();
  const identityCenter = createFakeIdentityCenter(clock);
  const secrets = createLockableSecrets();
  const memory = createTestMemory();
  const people = createPeople(memory);
  const log = { write: () => undefined };
  const tokens = createSsoTokens({ secrets, identityCenter, clock, log, people });
  const browser = { person: 'ana@example.com' };
  const sts: Sts = {
    ...unplannedSts,
    getCallerIdentity: async () => ({
      arn: `arn:aws:sts::012345678901:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/${browser.person}`,
      accountId: identityCenter.accounts[0]!.accountId,
    }),
  };
  const ports: SignInPorts = {
    clock,
    identityCenter,
    sts,
    secrets,
    tokens,
    people,
    random: nodeRandom,
    sha256,
    registrations: createRegistrations(identityCenter, clock),
    callbacks: { listen: () => Promise.reject(new Error('no browser here')) },
    knownRoles: () => Promise.resolve([]),
  };
  return { ...ports, clock, identityCenter, secrets, memory, people, tokens, browser, ports };
}
