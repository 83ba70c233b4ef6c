import type { App } from '../app.ts';
import type { Output, ParsedInput } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { AwsFiles, Delivery } from '../core/profiles/deliveryRecord.ts';
import type { DeliveredProfile } from '../core/profiles/putKeys.ts';
import { profileId, type Profile } from '../core/profiles/profile.ts';
import { searchProfiles } from '../core/search.ts';
import type { TemporaryCredentials } from '../core/credentials/temporaryCredentials.ts';
import { asked } from './asked.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

type Commands = Pick<App, 'startProfile' | 'deliver' | 'stop' | 'undo'>;

/** Keys in a file are a risk that ends with the working day. */
const defaultForSeconds = 8 * 60 * 60;

export function deliveryCommands(domain: Domain): Commands {
  const { deliveries, settings } = domain;
  return {
    async startProfile({ as, delivery, forSeconds, awsFiles, ...given }, { signal }) {
      const profile = await domain.find(given);
      const name = as ?? profile.name;
      const files = filesOf(domain, awsFiles);
      const kind = delivery ?? settings.get().delivery;
      if (kind === 'process' && forSeconds !== undefined) throw noEnd();
      // Asked first, so that a profile that AWS refuses is not left in the file.
      const credentials = await domain.credentialsFor(profile, signal, asked(given));
      const place = { profile, name, files, credentials };
      const started = await (kind === 'keys'
        ? startKeys(domain, place, forSeconds ?? defaultForSeconds)
        : startProcess(domain, place));
      await domain.recents.used(profile.id);
      domain.log.write('delivered', { profile: profile.id, kind });
      return started;
    },

    async deliver({ words, prune, dryRun, awsFiles }) {
      const { profiles } = await domain.book();
      const rows = profiles.map((profile) => ({ ...profile.source, name: profile.name, profile }));
      const chosen = searchProfiles(rows, words ?? '').map(({ profile }) => profile);
      if (chosen.length === 0 && prune !== true) throw nothingFits(words);
      const requests = chosen.map((profile) => processRequest(domain, profile, profile.name));
      const { diffs, ...result } = await deliveries.putProcess(requests, {
        files: filesOf(domain, awsFiles),
        script: domain.credentialScript,
        dryRun: dryRun === true,
        offered: prune === true ? await offeredIds(domain) : undefined,
      });
      return {
        diffs: [...diffs],
        added: [...result.added],
        changed: [...result.changed],
        removed: [...result.removed],
        unchanged: result.unchanged,
        warnings: [...result.warnings],
      };
    },

    async stop(input) {
      const removed = await deliveries.remove('all' in input ? {} : await meant(domain, input));
      return {
        removed: removed.map(({ name, ...delivery }) => ({ profileName: name, file: fileOf(delivery) })),
      };
    },

    async undo({ dryRun }) {
      const { diffs } = await deliveries.undo({ dryRun: dryRun === true });
      return { diffs: [...diffs] };
    },
  };
}

/** The file that a delivery stands in. */
export function fileOf({ delivery, files }: Pick<Delivery, 'delivery' | 'files'>): string {
  return delivery === 'keys' ? files.credentials : files.config;
}

interface Start {
  readonly profile: Profile;
  readonly name: string;
  readonly files: AwsFiles;
  readonly credentials: TemporaryCredentials;
}

async function startKeys(
  domain: Domain,
  { profile, name, files, credentials }: Start,
  forSeconds: number,
): Promise<Output<'startProfile'>> {
  const endsAt = domain.clock.now() + forSeconds * 1000;
  const { file, warnings } = await domain.deliveries.putKeys({
    profile: deliveredProfile(profile),
    name,
    credentials,
    region: domain.regionOf(profile),
    endsAt,
    files,
  });
  return {
    profileName: name,
    delivery: 'keys',
    file,
    endsAt: isoTime(endsAt),
    expiresAt: isoTime(Math.min(credentials.expiration, endsAt)),
    warnings: [...warnings],
  };
}

async function startProcess(
  domain: Domain,
  { profile, name, files, credentials }: Start,
): Promise<Output<'startProfile'>> {
  const { warnings } = await domain.deliveries.putProcess([processRequest(domain, profile, name)], {
    files,
    script: domain.credentialScript,
  });
  const expiresAt = isoTime(credentials.expiration);
  return {
    profileName: name,
    delivery: 'process',
    file: files.config,
    endsAt: null,
    expiresAt,
    warnings: [...warnings],
  };
}

function processRequest(domain: Domain, profile: Profile, name: string) {
  return { profile: deliveredProfile(profile), name, region: domain.regionOf(profile) };
}

function deliveredProfile({ id, source }: Profile): DeliveredProfile {
  const { ssoSession, accountId, roleName } = source;
  return { id, ssoSession, accountId, roleName };
}

export function filesOf(domain: Domain, given: ParsedInput<'startProfile'>['awsFiles']): AwsFiles {
  const { config, credentials } = domain.awsFiles;
  return { config: given?.config ?? config, credentials: given?.credentials ?? credentials };
}

/** What AWS offers as far as it was listed. Where a sign-in has no list nothing is known to be gone. */
async function offeredIds({ accountList, book, deliveries, sha256 }: Domain): Promise<ReadonlySet<string>> {
  const listed = await accountList.roles();
  const made = (await book()).profiles.filter(({ chain }) => chain !== null);
  const withList = new Set(listed.map(({ ssoSession }) => ssoSession));
  const unlisted = (await deliveries.remembered()).filter(
    ({ role }) => !withList.has(role?.ssoSession ?? ''),
  );
  const roles = listed.map((role) => profileId(sha256, role));
  return new Set([...roles, ...made.map(({ id }) => id), ...unlisted.map(({ id }) => id)]);
}

/** A name in a file counts before the name of a profile: it is what the person sees there. */
async function meant(
  domain: Domain,
  { profile, ssoSession }: { readonly profile: string; readonly ssoSession?: string | undefined },
): Promise<{ readonly name: string } | { readonly ids: ReadonlySet<string> }> {
  const active = await domain.deliveries.active();
  if (active.some(({ name }) => name === profile)) return { name: profile };
  const found = await domain.find({ profile, ssoSession });
  if (active.some(({ id }) => id === found.id)) return { ids: new Set([found.id]) };
  throw new AppError('no-such-profile', `Nothing of ${found.name} is delivered.`, {
    hint: 'See latchkey list --active.',
  });
}

function noEnd(): AppError {
  return new AppError(
    'bad-input',
    'A process profile has no end: it asks for keys whenever a program needs them.',
    {
      hint: 'Leave --for out, or use --delivery keys.',
    },
  );
}

function nothingFits(words: string | undefined): AppError {
  return new AppError(
    'no-such-profile',
    words === undefined ? 'There are no profiles yet.' : `Nothing fits “${words}”.`,
    {
      hint: 'See latchkey list, or latchkey sync if it is new.',
    },
  );
}
