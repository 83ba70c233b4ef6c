import { nodeRandom, sha256 } from '../../../src-main/adapters/nodeRandom.ts';
import { parseAccountId, parseRoleArn } from '../../../src-main/core/arn.ts';
import { createGuard } from '../../../src-main/core/guard/createGuard.ts';
import type { Peer, ProcessSeen, Requester } from '../../../src-main/core/guard/requester.ts';
import type { PermitRequest } from '../../../src-main/core/guard/guard.ts';
import type { Profile } from '../../../src-main/core/profiles/profile.ts';
import { createProfileBook } from '../../../src-main/core/profiles/profileBook.ts';
import { createFederatedRoles } from '../../../src-main/core/roles/federatedRoles.ts';
import { roleStep } from '../../../src-main/core/roles/roleStep.ts';
import type { SavedProfile } from '../../../src-main/core/roles/savedProfile.ts';
import { settings as schema, type Settings } from '../../../src-main/core/settings/settings.ts';
import { createAccountList } from '../../../src-main/core/sso/accountList.ts';
import { createHandClock } from '../../support/handClock.ts';
import { corp, createTestMemory } from '../../support/signInDomain.ts';

export const payments = '000000000001';
export const sandbox = '000000000002';
/** In no list. */
export const fresh = '000000000009';

export const arnOf = (accountId: string, name: string) => `arn:aws:iam::${accountId}:role/${name}`;

export function saved(name: string, from: SavedProfile['from'], ...arns: readonly string[]): SavedProfile {
  const steps = arns.map((arn) => roleStep.parse({ roleArn: parseRoleArn(arn) }));
  return { id: sha256(name).hex.slice(0, 24), name, from, steps, region: null };
}

export const accountRole = (accountId: string, roleName: string): SavedProfile['from'] => ({
  ...{ kind: 'account-role', ssoSession: 'corp', accountId, roleName },
});

const seen = (pid: number, executable: string, startedAt = '1'): ProcessSeen => ({
  pid,
  startedAt,
  executable,
});

/** A program below a terminal's shell, as the system would tell of it. */
export function peer(pid = 200, rootPid = 100, changes: Partial<ProcessSeen> = {}): Peer {
  const process = { ...seen(pid, '/usr/bin/terraform'), ...changes };
  const root = seen(rootPid, '/usr/bin/make');
  return { process, tree: [process, root], root, folder: '/home/ana/infrastructure' };
}

/** What the system tells at each look, the last for ever after. */
export function program(...looks: readonly (Peer | undefined)[]): Requester {
  let at = 0;
  return {
    ...{ kind: 'program', claimed: null },
    peer: () => Promise.resolve(looks[Math.min(at++, looks.length - 1)]),
  };
}

/** The guard over a real list of two accounts, with Admin and ReadOnlyAccess in each. */
export async function guardOnLists(given: Partial<Settings> = {}) {
  let settings = schema.parse({ ssoSessions: [corp], ...given });
  let canAsk = true;
  const clock = createHandClock();
  const memory = createTestMemory();
  const accountList = createAccountList(memory, clock);
  const roles = ['Admin', 'ReadOnlyAccess'];
  await accountList.replace('corp', [
    { accountId: parseAccountId(payments), accountName: 'payments', roles },
    { accountId: parseAccountId(sandbox), accountName: 'sandbox', roles },
  ]);
  const store = {
    get: () => settings,
    change: (edit: (now: Settings) => Settings) => {
      settings = schema.parse(edit(settings));
    },
    notices: () => [],
  };
  const federatedRoles = createFederatedRoles(memory);
  const deliveries = { remembered: () => Promise.resolve([]), version: () => 0 };
  const book = createProfileBook({
    ...{ sha256, settings: store, accountList, federatedRoles, deliveries },
    turn: () => Promise.resolve(),
  });
  const changes = { count: 0 };
  const guard = createGuard({
    ...{ clock, random: nodeRandom, settings: store, accountList, book },
    turn: () => Promise.resolve(),
    canAsk: () => canAsk,
    changed: () => {
      changes.count += 1;
    },
  });
  const find = async (name: string): Promise<Profile> => {
    const found = (await book()).profiles.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no profile ${name}`);
    return found;
  };
  return {
    ...{ guard, clock, accountList, changes, find, settings: store },
    /** Of a role that no list has. */
    derived: async (accountId: string, roleName: string) =>
      (await book()).derive({
        ...{ ssoSession: 'corp', accountId: parseAccountId(accountId), accountName: null, roleName },
      }),
    headless: () => {
      canAsk = false;
    },
    async permit(name: string, request: Partial<PermitRequest> = {}) {
      const signal = new AbortController().signal;
      const profile = request.profile ?? (await find(name));
      return guard.permit({ requester: program(peer()), use: 'env', signal, ...request, profile });
    },
    /** Once somebody is asked. */
    async question() {
      for (let turn = 0; turn < 20 && guard.questions().length === 0; turn += 1) await clock.pass(0);
      const [question] = guard.questions();
      if (question === undefined) throw new Error('nobody is asked');
      return question;
    },
  };
}
