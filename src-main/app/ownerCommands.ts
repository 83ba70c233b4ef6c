import type { App } from '../app.ts';
import type { Output } from '../contract.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import { fileOf } from './deliveryCommands.ts';
import type { Domain } from './domain.ts';
import { sourceOwner, userKey } from '../core/roles/linkKey.ts';
import { grantViews } from './grantViews.ts';
import { healthState } from './healthCommands.ts';
import { endOfKeys } from './endOfKeys.ts';
import { needsPerson } from './sourceViews.ts';
import { isoTime } from './profileRows.ts';
import { refuseHeld } from './refuseHeld.ts';

type Commands = Pick<App, 'status' | 'lock' | 'agentStatus' | 'stopAgent'>;

/** What the owner process itself is asked: how things stand, to forget, to end. */
export function ownerCommands(domain: Domain): Commands {
  const { settings, deliveries, cache, owner, guard, doors } = domain;
  return {
    async status() {
      const signIns = await Promise.all(
        settings.get().ssoSessions.map((place) => signInState(domain, place)),
      );
      return {
        signIns,
        active: await activeProfiles(domain),
        grants: grantViews(domain),
        secrets: await secretsState(domain),
        ...healthState(domain),
        notices: [...settings.notices()],
      };
    },

    async lock() {
      cache.forget(() => true);
      guard.forget();
      await doors.lock();
      const removed = await deliveries.remove({ delivery: 'keys' });
      return { keysRemoved: removed.length };
    },

    agentStatus: async () => ({
      pid: owner.pid,
      version: owner.version,
      startedAt: isoTime(owner.startedAt),
      kind: owner.kind,
      holds: [...(await holds(domain))],
    }),

    async stopAgent({ why }, { requester }) {
      // With it the question would go, and the no.
      if (why === 'person') await refuseHeld(domain, requester);
      const refuses = why === 'replace' && (await mustStay(domain));
      if (!refuses) owner.stop();
      return { stopping: !refuses };
    },
  };
}

const doorWords = { endpoint: 'an endpoint of', grant: 'a grant of' } as const;

/** Why the owner must not end although nobody asks anything of it, in words. */
export async function holds(domain: Domain): Promise<readonly string[]> {
  const keys = (await domain.deliveries.active()).filter(({ delivery }) => delivery === 'keys');
  return [
    ...domain.signIns.underWay().map((name) => `a sign-in to ${name} is under way`),
    ...keys.map(({ name }) => `the keys of ${name} are renewed`),
    ...domain.doors.list().map(({ use, profile }) => `${doorWords[use]} ${profile.name} is open`),
    ...heldForPerson(domain),
    ...((await secretsWouldBeLost(domain)) ? ['a sign-in is held in memory only'] : []),
  ];
}

/**
 * Whether what this owner does for delivered keys has to go on without it. What is in this process's memory alone
 * is lost with it: nobody could renew anything.
 */
export async function outlives({ deliveries, secrets }: Domain): Promise<boolean> {
  if (secrets.kind === 'memory') return false;
  return (await deliveries.active()).some(({ delivery }) => delivery === 'keys');
}

/** Keys in memory alone that a person gave a code or signed in for: they would have to do so again. */
function heldForPerson({ cache, settings }: Domain): readonly string[] {
  const { iamUsers, sources } = settings.get();
  const users = iamUsers.filter(({ name }) => cache.holds((key) => key === `${userKey(name)} mfa`));
  const signedIn = sources.filter(
    (source) => needsPerson(source) && cache.holds((key) => key.startsWith(`${sourceOwner(source.name)} `)),
  );
  return [
    ...users.map(({ name }) => `an MFA session of ${name} is held`),
    ...signedIn.map(({ name }) => `keys of the sign-in at ${name} are held`),
  ];
}

/**
 * Whether nobody may take this one's place now: a secret would be lost, a person at a browser would wait for nothing,
 * or a window would vanish under somebody's hands. A grant would be lost, too: whoever has its token cannot be told of
 * another; an endpoint opens again by itself.
 */
async function mustStay(domain: Domain): Promise<boolean> {
  if (domain.owner.kind === 'application' || domain.signIns.underWay().length > 0) return true;
  if (domain.doors.list().some(({ use }) => use === 'grant')) return true;
  return secretsWouldBeLost(domain);
}

export async function secretsState({ secrets }: Domain): Promise<Output<'status'>['secrets']> {
  const state = await secrets.state();
  const reason = state.state === 'unavailable' ? state.reason : null;
  return { store: secrets.kind, state: state.state, reason };
}

async function secretsWouldBeLost({ secrets, settings, tokens }: Domain): Promise<boolean> {
  if (tokens.holdsUnsaved()) return true;
  if (secrets.kind !== 'memory') return false;
  if (settings.get().iamUsers.length > 0) return true;
  const stored = await Promise.all(settings.get().ssoSessions.map(({ name }) => tokens.stored(name)));
  return stored.some(({ state }) => state === 'found');
}

export async function signInState(
  domain: Domain,
  place: SsoSession,
): Promise<Output<'status'>['signIns'][number]> {
  const { tokens, people, clock } = domain;
  const stored = await tokens.stored(place.name);
  const person = await people.of(place.name);
  const shown = { ssoSession: place.name, signedInAs: person?.signedInAs ?? null };
  if (stored.state !== 'found') {
    const state = stored.state === 'absent' ? 'signed-out' : stored.state;
    return { ...shown, state, expiresAt: null, renews: false };
  }
  const { expiresAt, refreshToken, registration } = stored.token;
  const renews = refreshToken !== null && person?.ended !== true;
  const over = person?.ended === true || (expiresAt <= clock.now() && !renews);
  const away = tokens.offline(place.name) || domain.network.state().state !== 'ok';
  return {
    ...shown,
    state: over ? 'ended' : away ? 'signed-in-offline' : 'signed-in',
    expiresAt: isoTime(expiresAt),
    renews,
    ...(registration === null ? { ofAwsCli: true } : {}),
  };
}

async function activeProfiles(domain: Domain): Promise<Output<'status'>['active']> {
  const rows = await Promise.all(
    (await domain.deliveries.active()).map(async (delivery) => {
      const end = await endOfKeys(domain, delivery);
      if (end === null) return [];
      const { id, name, endsAt } = delivery;
      const times = { expiresAt: isoTime(end), endsAt: endsAt === null ? null : isoTime(endsAt) };
      return [{ id, name, delivery: delivery.delivery, file: fileOf(delivery), ...times }];
    }),
  );
  return rows.flat();
}
