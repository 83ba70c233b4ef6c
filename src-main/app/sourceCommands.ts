import type { App } from '../app.ts';
import type { Output, ParsedInput } from '../contract.ts';
import { partsOfRoleArn } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import type { DeliveryChoice } from '../core/profiles/delivery.ts';
import { derivedId } from '../core/profiles/profile.ts';
import { noSource } from '../core/roles/chainPlan.ts';
import type { FederationSource } from '../core/roles/federationSource.ts';
import { sourceOwner } from '../core/roles/linkKey.ts';
import type { SamlSignIn } from '../core/roles/samlSignIns.ts';
import { refuseTakenName, refuseWhileStartedFrom } from './names.ts';
import { pinStore } from './pinStore.ts';
import { isoTime } from './profileRows.ts';
import { refuseHeld } from './refuseHeld.ts';
import { sourceViews } from './sourceViews.ts';
import type { Domain } from './domain.ts';

type Commands = Pick<
  App,
  | 'listSources'
  | 'addSource'
  | 'removeSource'
  | 'signInSource'
  | 'signOutSource'
  | 'presentAssertion'
  | 'acceptProvider'
>;

export function sourceCommands(domain: Domain): Commands {
  const { settings, samlSignIns, webIdentityTokens } = domain;
  for (const signIns of [samlSignIns, webIdentityTokens]) {
    signIns.whenPersonChanges(async (name) => {
      await removeKeys(domain, name);
    });
  }
  return {
    listSources: async () => ({ sources: await sourceViews(domain) }),

    async addSource({ source: given }, { signal }) {
      refuseTakenName(domain, given.name);
      const source = await sourceOf(domain, given, signal);
      settings.change((now) => ({ ...now, sources: [...now.sources, source] }));
      domain.log.write('source-added', { kind: source.kind });
      const added = (await sourceViews(domain)).find(({ name }) => name === source.name);
      if (added === undefined) throw new Error('an added source is listed');
      return { source: added };
    },

    async removeSource({ name }, { requester }) {
      await refuseHeld(domain, requester);
      const source = namedSource(domain, name);
      refuseWhileStartedFrom(domain, `“${name}”`, (from) => 'source' in from && from.source === name);
      const keysRemoved = await signOut(domain, source, {});
      settings.change((now) => ({ ...now, sources: now.sources.filter((one) => one.name !== name) }));
      await domain.federatedRoles.forget(name);
      return { keysRemoved };
    },

    async signOutSource({ source }, { requester }) {
      await refuseHeld(domain, requester);
      return { keysRemoved: await signOut(domain, namedSource(domain, source), { delivery: 'keys' }) };
    },

    async signInSource({ source: name }, { signal, progress }) {
      const source = namedSource(domain, name);
      if (source.kind === 'instance-profile') {
        throw new AppError('bad-input', `“${name}” needs no sign-in: the machine has its role.`);
      }
      if (source.kind === 'saml') return signedIn(domain, name, await samlSignIns.ask(name, signal));
      const person = await webIdentityTokens.signIn(
        name,
        ({ expiresAt, ...prompt }) => {
          progress({ kind: 'link', ...prompt, expiresAt: isoTime(expiresAt) });
        },
        signal,
      );
      pinStore(domain);
      forgetKeys(domain, name);
      return { source: name, signedInAs: person.signedInAs, endsAt: isoTime(person.endsAt), roles: [] };
    },

    presentAssertion: async ({ source, assertion }) =>
      signedIn(domain, source, await samlSignIns.present(source, assertion)),

    acceptProvider: async ({ source, accepts }) =>
      signedIn(domain, source, await samlSignIns.accept(source, accepts)),
  };
}

/** What came from there goes; how many keys stood in files. */
async function signOut(
  domain: Domain,
  { kind, name }: FederationSource,
  which: Pick<DeliveryChoice, 'delivery'>,
): Promise<number> {
  domain.samlSignIns.forget(name);
  if (kind === 'web-identity') await domain.webIdentityTokens.forget(name);
  return removeKeys(domain, name, which);
}

/** Keys that came from there go, in memory and in files, also those of chains that begin there. */
async function removeKeys(
  domain: Domain,
  name: string,
  which: Pick<DeliveryChoice, 'delivery'> = { delivery: 'keys' },
): Promise<number> {
  forgetKeys(domain, name);
  const { profiles } = await domain.book();
  const ids = new Set(
    profiles.filter((one) => one.chain !== null && one.origin === name).map(({ id }) => id),
  );
  const removed = await domain.deliveries.remove({ ...which, ids });
  return removed.filter(({ delivery }) => delivery === 'keys').length;
}

/** Whoever signed in may be another person than before: their keys must not answer for this one's. */
function forgetKeys({ cache }: Domain, name: string): void {
  cache.forget((key) => key.startsWith(`${sourceOwner(name)} `));
}

function signedIn(
  domain: Domain,
  source: string,
  { roles, signedInAs, endsAt }: SamlSignIn,
): Output<'presentAssertion'> {
  forgetKeys(domain, source);
  domain.log.write('source-signed-in', {});
  return {
    source,
    signedInAs,
    endsAt: isoTime(endsAt),
    roles: roles.map(({ roleArn }) => {
      const { accountId, roleName } = partsOfRoleArn(roleArn);
      return { profileId: derivedId(domain.sha256, 'saml', source, roleArn), roleArn, accountId, roleName };
    }),
  };
}

async function sourceOf(
  { instanceMetadata }: Domain,
  given: ParsedInput<'addSource'>['source'],
  signal: AbortSignal,
): Promise<FederationSource> {
  if (given.kind === 'saml') return { ...given, pins: null };
  if (given.kind === 'web-identity') return given;
  const { accountId, roleName, region } = await instanceMetadata.role(signal);
  return { ...given, accountId, roleName, region };
}

function namedSource({ settings }: Domain, name: string): FederationSource {
  const found = settings.get().sources.find((one) => one.name === name);
  if (found === undefined) throw noSource(name);
  return found;
}
