import type { App } from '../app.ts';
import type { ParsedInput } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { AwsFiles } from '../core/profiles/deliveryRecord.ts';
import { keysOf } from '../core/profiles/takeover/staticKeys.ts';
import type { TakenProfile, Takeover } from '../core/profiles/takeover/takenProfile.ts';
import { takeover } from '../core/profiles/takeover/takeover.ts';
import { addIamUser } from './iamUserCommands.ts';
import { filesOf } from './deliveryCommands.ts';
import type { Domain } from './domain.ts';
import { fitName, rootOf, takeProfiles, type UserOf } from './takeProfiles.ts';

/** Role profiles of ~/.aws become saved ones; the files stay as they are. */
export function takeoverCommands(domain: Domain): Pick<App, 'planTakeover' | 'takeOver' | 'takeKeys'> {
  return {
    async planTakeover({ awsFiles }) {
      const { profiles, left, texts } = await read(domain, filesOf(domain, awsFiles));
      const userOf = userOfKeys(profiles, texts);
      const roles = profiles.filter(({ from, steps }) => steps.length > 0 || from.kind === 'web-identity');
      return {
        profiles: roles.map((profile) => ({
          name: profile.name,
          from: inWords(profile),
          roles: profile.steps.length + (profile.from.kind === 'web-identity' ? 1 : 0),
          keysIn: missingKeys(domain, rootOf(profile, profiles), userOf),
        })),
        left: [...left],
      };
    },

    async takeOver({ names, awsFiles }) {
      const { profiles, texts } = await read(domain, filesOf(domain, awsFiles));
      return takeProfiles(domain, { all: profiles, names, userOf: userOfKeys(profiles, texts) });
    },

    async takeKeys(input, { signal }) {
      const { name, arn } = await takeKeys(domain, input, signal);
      return { name, arn };
    },
  };
}

async function read({ files }: Domain, paths: AwsFiles): Promise<Takeover & { readonly texts: AwsFiles }> {
  const config = (await files.read(paths.config)) ?? '';
  const credentials = (await files.read(paths.credentials)) ?? '';
  return { ...takeover(config, credentials), texts: { config, credentials } };
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
  const keys = file === undefined ? undefined : keysOf(file, texts[file], profile);
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

/** By the key itself: the person may call the user as they like. After a rotation by the name that is offered. */
function userOfKeys(profiles: readonly TakenProfile[], texts: AwsFiles): UserOf {
  return ({ iamUsers }, name) => {
    const from = profiles.find((one) => one.name === name)?.from;
    const keyId =
      from?.kind === 'static-keys' ? keysOf(from.file, texts[from.file], name)?.accessKeyId : undefined;
    return (
      iamUsers.find((user) => user.keyId === keyId) ?? iamUsers.find((user) => user.name === fitName(name))
    );
  };
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
      return 'the long-term keys in the file';
    case 'instance-profile':
      return 'the role of this machine';
    case 'web-identity':
      return 'a token in a file';
  }
}
