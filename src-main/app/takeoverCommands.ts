import type { App } from '../app.ts';
import type { ParsedInput } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { AwsFiles } from '../core/profiles/deliveryRecord.ts';
import { keysOf } from '../core/profiles/takeover/staticKeys.ts';
import type { TakenProfile, Takeover } from '../core/profiles/takeover/takenProfile.ts';
import { takeover } from '../core/profiles/takeover/takeover.ts';
import { addIamUser } from './iamUserCommands.ts';
import { filesOf } from './deliveryCommands.ts';
import type { SettingsStore } from '../core/ports.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { Domain } from './domain.ts';
import { rootOf, takeProfiles, type UserOf } from './takeProfiles.ts';
import { userOfKeys } from './userOfKeys.ts';

/** Role profiles of ~/.aws become saved ones; the files stay as they are. */
export function takeoverCommands(domain: Domain): Pick<App, 'planTakeover' | 'takeOver' | 'takeKeys'> {
  return {
    async planTakeover({ awsFiles }) {
      const { profiles, left, texts } = await read(domain, filesOf(domain, awsFiles));
      const userOf = userOfKeys(profiles, texts);
      const listed = await listedNames(domain);
      const roles = profiles.filter(({ from, steps }) => steps.length > 0 || from.kind === 'web-identity');
      const missing = new Map(
        roles.map((one) => [one.name, missingKeys(domain, rootOf(one, profiles), userOf)]),
      );
      const ready = roles.filter(({ name }) => missing.get(name) === null).map(({ name }) => name);
      // Tried for real on settings that nobody keeps, so that the plan promises nothing that would be left.
      const trial = takeProfiles(
        { ...domain, settings: unkept(domain.settings.get()) },
        { all: profiles, names: ready, userOf, listed },
      );
      const fails = new Set(trial.left.map(({ name }) => name));
      return {
        profiles: roles
          .filter(({ name }) => !fails.has(name))
          .map((profile) => ({
            name: profile.name,
            from: inWords(profile),
            roles: profile.steps.length + (profile.from.kind === 'web-identity' ? 1 : 0),
            keysIn: missing.get(profile.name) ?? null,
          })),
        left: [...left, ...trial.left],
      };
    },

    async takeOver({ names, awsFiles }) {
      const { profiles, texts } = await read(domain, filesOf(domain, awsFiles));
      const userOf = userOfKeys(profiles, texts);
      return takeProfiles(domain, { all: profiles, names, userOf, listed: await listedNames(domain) });
    },

    async takeKeys(input, { signal }) {
      const { name, arn } = await takeKeys(domain, input, signal);
      return { name, arn };
    },
  };
}

async function listedNames({ book }: Domain): Promise<ReadonlySet<string>> {
  const { profiles } = await book();
  return new Set(profiles.filter(({ chain }) => chain === null).map(({ name }) => name.toLowerCase()));
}

function unkept(now: Settings): SettingsStore {
  let current = now;
  return {
    get: () => current,
    change: (edit) => {
      current = edit(current);
    },
    notices: () => [],
  };
}

/** Each is tried against all the others, and somebody waits. */
const mostProfiles = 5000;

/** @throws AppError file-unreadable, also above 16 MB; file-invalid for more profiles than can be looked at */
async function read({ files }: Domain, paths: AwsFiles): Promise<Takeover & { readonly texts: AwsFiles }> {
  const config = (await files.read(paths.config)) ?? '';
  const credentials = (await files.read(paths.credentials)) ?? '';
  const found = takeover(config, credentials);
  if (found.profiles.length > mostProfiles)
    throw new AppError(
      'file-invalid',
      `${paths.config} has more than ${mostProfiles} profiles that could be taken over.`,
      { hint: 'Put those that you want into a file of their own, and name it with AWS_CONFIG_FILE.' },
    );
  return { ...found, texts: { config, credentials } };
}

/** The person decides that these keys go to the secret store; the file keeps them until they take them out. */
async function takeKeys(
  domain: Domain,
  { profile, name, awsFiles }: ParsedInput<'takeKeys'>,
  signal: AbortSignal,
) {
  const { profiles, texts } = await read(domain, filesOf(domain, awsFiles));
  const found = profiles.find((one) => one.name === profile);
  const file = found?.from.kind === 'static-keys' ? found.from.file : undefined;
  const keys = file === undefined || file === 'elsewhere' ? undefined : keysOf(file, texts[file], profile);
  if (keys === undefined || found === undefined) {
    throw new AppError(
      'no-such-profile',
      `No profile “${profile}” of ~/.aws has long-term keys of its own.`,
      {
        hint: 'See latchkey import --from aws --dry-run',
      },
    );
  }
  const given = { name, ...keys, mfaSerial: found.mfaSerial ?? undefined, region: found.region ?? undefined };
  return addIamUser(domain, given, signal);
}

/** The profile whose keys a person must take first; null where nothing is missing. */
function missingKeys({ settings }: Domain, root: TakenProfile | undefined, userOf: UserOf): string | null {
  if (root?.from.kind !== 'static-keys') return null;
  return userOf(settings.get(), root.name) === undefined ? root.name : null;
}

function inWords({ from }: TakenProfile): string {
  switch (from.kind) {
    case 'profile':
      return `the profile ${from.name}`;
    case 'account-role':
      return `${from.roleName} in ${from.accountId}`;
    case 'static-keys':
      return from.file === 'elsewhere' ? 'long-term keys' : 'the long-term keys in the file';
    case 'here':
      return 'something of this home';
    case 'instance-profile':
      return 'the role of this machine';
    case 'web-identity':
      return 'a token in a file';
  }
}
