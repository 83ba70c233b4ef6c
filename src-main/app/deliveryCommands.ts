import type { App } from '../app.ts';
import type { Output, ParsedInput } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { DeliveryChoice } from '../core/profiles/delivery.ts';
import type { AwsFiles, Delivery } from '../core/profiles/deliveryRecord.ts';
import { hiddenBy } from '../core/profiles/hiddenBy.ts';
import type { DeliveredProfile } from '../core/profiles/putKeys.ts';
import { profileId, type Profile } from '../core/profiles/profile.ts';
import type { DeliveryKind } from '../core/settings/settings.ts';
import type { TemporaryCredentials } from '../core/credentials/temporaryCredentials.ts';
import { asked } from './asked.ts';
import type { Domain } from './domain.ts';
import { grantViews } from './grantViews.ts';
import { handOut, keysFor, type HandOut } from './handOut.ts';
import { isoTime } from './profileRows.ts';
import { searchedProfiles } from './searchedProfiles.ts';
import { removeMarkedKeys } from './removeMarkedKeys.ts';

type Commands = Pick<App, 'startProfile' | 'deliver' | 'stop' | 'undo'>;

/** Keys in a file are a risk that ends with the working day. */
const defaultForSeconds = 8 * 60 * 60;

export function deliveryCommands(domain: Domain): Commands {
  const { deliveries } = domain;
  return {
    async startProfile({ as, delivery, forSeconds, awsFiles, ...given }, call) {
      const profile = await domain.find(given);
      const name = as ?? profile.name;
      const files = filesOf(domain, awsFiles);
      const kind = await kindOf(domain, profile, delivery);
      if (kind === 'process' && forSeconds !== undefined) throw noEnd();
      // Asked first, so that a profile that AWS refuses is not left in the file.
      const request = { profile, use: kind, asked: asked(given), call };
      const credentials = await startedKeys(domain, request);
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
      const hides = hiddenBy(domain.settings.get());
      const inSight = profiles.filter((profile) => hides(profile) === undefined);
      const chosen = await searchedProfiles(domain, inSight, words);
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
      const { choice, ids } = 'all' in input ? everything : await meant(domain, input);
      const removed = choice === undefined ? [] : await deliveries.remove(choice);
      const named = removed.map(({ name, ...delivery }) => ({ profileName: name, file: fileOf(delivery) }));
      return { removed: [...named, ...(await endGrants(domain, ids))] };
    },

    async undo({ dryRun }) {
      const { diffs } = await deliveries.undo({ dryRun: dryRun === true });
      return { diffs: [...diffs] };
    },
  };
}

/**
 * A file gives its keys to whoever reads it: what asks first is not put there.
 * @throws AppError bad-input
 */
async function kindOf(
  { guard, settings }: Domain,
  profile: Profile,
  wanted: DeliveryKind | undefined,
): Promise<DeliveryKind> {
  if (!(await guard.isMarked(profile))) return wanted ?? settings.get().delivery;
  if (wanted === 'keys') throw noKeysInFile(profile.name);
  return 'process';
}

async function startedKeys(domain: Domain, request: HandOut): Promise<TemporaryCredentials> {
  const keys = keysFor(domain, request);
  if (request.use === 'process') {
    const { kept } = await handOut(domain, request, async (allowed) => ({
      credentials: null,
      kept: (await keys(allowed)).credentials,
    }));
    return kept;
  }
  const { profile, credentials } = await handOut(domain, request, keys);
  // Somebody may have marked it while AWS was asked.
  if (await domain.guard.isMarked(profile)) throw noKeysInFile(profile.name);
  return credentials;
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
  // Somebody may have marked it while the file was written: whoever did that did not find them there yet.
  if (await domain.guard.isMarked(profile)) {
    await removeMarkedKeys(domain);
    throw noKeysInFile(profile.name);
  }
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

/** What is to be stopped: deliveries, and the profiles whose grants end, all of them where it does not say which. */
interface Meant {
  readonly choice?: DeliveryChoice;
  readonly ids?: readonly string[];
}

const everything: Meant = { choice: {} };

/** A name in a file counts before the name of a profile: it is what the person sees there. */
async function meant(
  domain: Domain,
  { profile, ssoSession }: { readonly profile: string; readonly ssoSession?: string | undefined },
): Promise<Meant> {
  const active = await domain.deliveries.active();
  const named = active.filter(({ name }) => name === profile);
  if (named.length > 0) return { choice: { name: profile }, ids: named.map(({ id }) => id) };
  const found = await domain.find({ profile, ssoSession });
  const ids = [found.id];
  if (active.some(({ id }) => id === found.id)) return { choice: { ids: new Set(ids) }, ids };
  if (grantViews(domain).some(({ profileId: id }) => id === found.id)) return { ids };
  throw new AppError('no-such-profile', `Nothing of ${found.name} is delivered.`, {
    hint: 'See latchkey list --active.',
  });
}

async function endGrants(domain: Domain, ids: Meant['ids']): Promise<Output<'stop'>['removed']> {
  const ending = grantViews(domain).filter(({ profileId: id }) => ids?.includes(id) ?? true);
  for (const { profileId: id } of ending) await domain.doors.endGrants(id);
  return ending.map(({ profileName, at }) => ({ profileName, file: at }));
}

function noKeysInFile(name: string): AppError {
  return new AppError('bad-input', `“${name}” asks first: its keys are never put into a file.`, {
    hint: 'Use --delivery process: each program that wants keys is asked about.',
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
