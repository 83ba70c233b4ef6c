import type { App } from '../app.ts';
import type { ParsedInput } from '../contract.ts';
import { browserFor, type PageOwner } from '../core/console/browserFor.ts';
import { consoleDestination } from '../core/console/consoleDestination.ts';
import { consoleServiceNamed } from '../core/console/consoleServiceNamed.ts';
import { noConsoleDuration } from '../core/console/noConsoleDuration.ts';
import { noPortal } from '../core/console/noPortal.ts';
import { AppError } from '../core/errors.ts';
import { labelsOf } from '../core/guard/labelsOf.ts';
import { partitionOf } from '../core/partition.ts';
import type { Profile } from '../core/profiles/profile.ts';
import { ssoSessionOf } from '../core/sso/ssoSessionOf.ts';
import type { Domain } from './domain.ts';
import { federationConsole } from './federationConsole.ts';
import { portalConsole } from './portalConsole.ts';
import { isoTime } from './profileRows.ts';

type Commands = Pick<App, 'consoleLink' | 'showConsole' | 'browserFor' | 'setBrowserRule'>;
type Wanted = ParsedInput<'consoleLink'>;

export function consoleCommands(domain: Domain): Commands {
  return {
    async consoleLink(input, call) {
      const profile = await domain.find(input);
      const region = regionFor(domain, profile, input.region);
      const service = await serviceFor(domain, profile, input);
      const destination = consoleDestination(region, { service, path: input.path });
      const by = wayFor(domain, profile, input);
      const open = by === 'portal' ? portalConsole : federationConsole;
      const made = await open(domain, { profile, destination, input, call });
      await domain.recents.used(made.profile.id);
      if (service !== undefined && input.service !== 'last')
        await domain.lastServices.opened(profile.id, service);
      const { link, endsAt } = made;
      const named = input.path === undefined ? nameOf(service) : null;
      const opened = { profileName: made.profile.name, endsAt: isoTime(endsAt), service: named, region, by };
      return { ...opened, link };
    },

    async showConsole({ profile: query }) {
      const profile = await domain.find({ profile: query });
      const region = domain.regionOf(profile);
      return {
        profileName: profile.name,
        region,
        partition: partitionOf(region).id,
        lastService: (await domain.lastServices.of(profile.id)) ?? null,
        noDuration: noConsoleDuration(profile, domain.settings.get()) ?? null,
        noPortal: noPortal(profile, domain.settings.get()) ?? null,
        by: wayFor(domain, profile, {}),
      };
    },

    async browserFor(whose) {
      return { open: browserFor(domain.settings.get().browsers, await ownerOf(domain, whose)) };
    },

    setBrowserRule({ for: whose, open }) {
      const isSame = (other: typeof whose) => JSON.stringify(other) === JSON.stringify(whose);
      domain.settings.change((now) => {
        const others = now.browsers.filter((rule) => !isSame(rule.for));
        return { ...now, browsers: open === null ? others : [...others, { for: whose, open }] };
      });
      return Promise.resolve({});
    },
  };
}

/** @throws AppError bad-input for a region whose partition the profile's keys mean nothing in */
function regionFor(domain: Domain, profile: Profile, wanted: string | undefined): string {
  const home = domain.regionOf(profile);
  const region = wanted ?? home;
  if (partitionOf(region).id !== partitionOf(home).id) {
    throw new AppError('bad-input', `${region} is in another AWS partition than this profile.`, {
      hint: `Choose a region like ${home}.`,
    });
  }
  return region;
}

async function serviceFor(domain: Domain, { id }: Profile, wanted: Wanted): Promise<string | undefined> {
  if (wanted.path !== undefined) return undefined;
  return wanted.service === 'last' ? domain.lastServices.of(id) : wanted.service;
}

/** Where only the settings want the portal, a profile or a wish that it cannot serve goes the other way. */
function wayFor(
  domain: Domain,
  profile: Profile,
  { by, durationSeconds }: Pick<Wanted, 'by' | 'durationSeconds'>,
): 'federation' | 'portal' {
  if (by !== undefined) return by;
  const settings = domain.settings.get();
  if (settings.consoleBy === 'federation' || durationSeconds !== undefined) return 'federation';
  return noPortal(profile, settings) === undefined ? 'portal' : 'federation';
}

function nameOf(service: string | undefined): string | null {
  if (service === undefined) return null;
  const { id, name } = consoleServiceNamed(service) ?? { id: service, name: service };
  return id === 'console' ? null : name;
}

async function ownerOf(domain: Domain, whose: ParsedInput<'browserFor'>): Promise<PageOwner> {
  const { labels, ssoSessions } = domain.settings.get();
  if (whose.profile === undefined) {
    const named =
      whose.ssoSession === undefined ? undefined : ssoSessionOf(domain.settings, whose.ssoSession);
    return { labels: [], ssoSession: named?.name };
  }
  const profile = await domain.find({ profile: whose.profile, ssoSession: whose.ssoSession });
  // A chain has no sign-in at its end, and began at one all the same.
  const ssoSession = ssoSessions.find(({ name }) => name === (profile.source.ssoSession ?? profile.origin));
  return { labels: [...labelsOf(labels, profile)], ssoSession: ssoSession?.name };
}
