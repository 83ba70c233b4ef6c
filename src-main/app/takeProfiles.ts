import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { TakenProfile } from '../core/profiles/takeover/takenProfile.ts';
import type { RoleStep } from '../core/roles/roleStep.ts';
import type { IamUser } from '../core/roles/iamUser.ts';
import type { ProfileOrigin, SavedProfile } from '../core/roles/savedProfile.ts';
import type { Settings } from '../core/settings/settings.ts';
import { checkWay } from './checkWay.ts';
import { placeHere } from './import/placeHere.ts';
import type { Domain } from './domain.ts';
import { takenNamed } from './takenNamed.ts';

type Result = Output<'takeOver'>;

/** The IAM user that the keys of a config profile became. */
export type UserOf = (now: Settings, profile: string) => IamUser | undefined;

interface Choice {
  readonly all: readonly TakenProfile[];
  readonly names: readonly string[];
  readonly userOf: UserOf;
  /** Names of the roles that sign-ins list, in lower case. */
  readonly listed: ReadonlySet<string>;
}

/** Saves the chosen profiles, and those that they start from. What cannot be saved is told, and changes nothing. */
export function takeProfiles(
  { settings, sha256, random }: Domain,
  { all, names, userOf, listed }: Choice,
): Result {
  const added: string[] = [];
  const left: Result['left'][number][] = [];
  for (const name of withParents(all, names)) {
    const profile = takenNamed(all, name);
    if (profile === undefined) {
      left.push({ name, why: 'There is no such profile that could be taken over.' });
      continue;
    }
    if (profile.from.kind === 'static-keys' && profile.steps.length === 0) continue;
    try {
      const now = settings.get();
      const saved = savedFrom(
        now,
        profile,
        { all, userOf, listed },
        sha256(random.token(24)).hex.slice(0, 24),
      );
      checkWay(now, saved);
      settings.change((before) => ({
        ...withDevice(before, saved, profile),
        profiles: [...before.profiles, saved],
      }));
      added.push(saved.name);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      left.push({ name, why: error.message });
    }
  }
  return { added, left };
}

/** The farthest ancestor first, because each needs the one that it starts from. */
export function withParents(all: readonly TakenProfile[], names: readonly string[]): ReadonlySet<string> {
  const ordered = new Set<string>();
  const visit = (name: string, depth: number): void => {
    const from = takenNamed(all, name)?.from;
    if (from?.kind === 'profile' && depth < all.length) visit(from.name, depth + 1);
    ordered.add(name);
  };
  for (const name of names) visit(name, 0);
  return ordered;
}

/** @throws AppError bad-input, in a sentence for the person */
function savedFrom(now: Settings, profile: TakenProfile, file: InFile, id: string): SavedProfile {
  const name = fitName(profile.name);
  const taken = [...now.ssoSessions, ...now.iamUsers, ...now.sources, ...now.profiles];
  if (taken.some((one) => one.name.toLowerCase() === name.toLowerCase())) {
    throw new AppError('bad-input', `“${name}” is already the name of something here.`);
  }
  if (file.listed.has(name.toLowerCase()))
    throw new AppError('bad-input', `“${name}” is the name of a role that a sign-in lists.`);
  const { from, steps } = placed(now, profile, file);
  return { id, name, from, steps: [...steps], region: profile.region };
}

export type InFile = Omit<Choice, 'names'>;

/** @throws AppError bad-input, no-such-iam-user where what it starts from is not here */
export function placed(now: Settings, profile: TakenProfile, file: InFile): Placed {
  const { from, steps } = profile;
  switch (from.kind) {
    case 'profile': {
      const parent = takenNamed(file.all, from.name);
      // A profile that only has keys is the IAM user itself.
      if (parent?.from.kind === 'static-keys' && parent.steps.length === 0)
        return atUser(file.userOf(now, parent.name), parent.name, profile);
      const called = fitName(from.name);
      const saved = now.profiles.find((one) => one.name === called);
      if (saved === undefined || parent === undefined)
        throw new AppError('bad-input', `The profile ${from.name} that it starts from was not taken.`);
      if (!isTaken(saved, placed(now, parent, file)))
        throw new AppError('bad-input', `“${saved.name}” is another profile here than in the file.`);
      return { from: { kind: 'profile', id: saved.id }, steps };
    }
    case 'static-keys':
      return atUser(file.userOf(now, profile.name), profile.name, profile);
    case 'account-role': {
      const place = placeHere(now, from);
      if (place === undefined)
        throw new AppError('bad-input', 'Its sign-in is not set up here: add it first.');
      const { accountId, roleName } = from;
      return { from: { kind: 'account-role', ssoSession: place.name, accountId, roleName }, steps };
    }
    case 'here':
      return { from: from.from, steps };
    case 'instance-profile': {
      const machine = now.sources.find(({ kind }) => kind === 'instance-profile');
      if (machine === undefined)
        throw new AppError('bad-input', 'The role of this machine is not set up here: add it first.');
      return { from: { kind: 'instance-profile', source: machine.name }, steps };
    }
    case 'web-identity': {
      const source = now.sources.find(
        (one) => one.kind === 'web-identity' && one.from.kind === 'file' && one.from.path === from.tokenFile,
      );
      if (source === undefined)
        throw new AppError('bad-input', 'Its token file is no source here: add it first.');
      const { roleArn, sessionName } = from;
      const role = { source: source.name, roleArn, durationSeconds: null };
      return { from: { kind: 'web-identity', ...role, sessionName: sessionName ?? '{user}' }, steps };
    }
  }
}

interface Placed {
  readonly from: ProfileOrigin;
  readonly steps: readonly RoleStep[];
}

/** Whether it leads where the file's profile does. How it is asked for is the person's to change. */
function isTaken(saved: SavedProfile, ofFile: Placed): boolean {
  const way = ({ from, steps }: Placed) => {
    const start = { ...from, mfa: undefined, durationSeconds: undefined };
    return JSON.stringify([start, steps.map(({ roleArn }) => roleArn)]);
  };
  return way(saved) === way(ofFile);
}

/** With a device the user's MFA session is taken, which all profiles share: one code instead of one each. */
function atUser(user: IamUser | undefined, keysIn: string, { steps, mfaSerial }: TakenProfile): Placed {
  if (user === undefined) throw new AppError('bad-input', `The keys of ${keysIn} were not taken yet.`);
  const shares = mfaSerial !== null && (user.mfaSerial === null || user.mfaSerial === mfaSerial);
  const own = steps.map((step) => (shares ? { ...step, mfaSerial: null } : step));
  return { from: { kind: 'iam-user', name: user.name, mfa: shares }, steps: own };
}

/** The device that a config profile names is the user's. */
export function withDevice(now: Settings, { from }: SavedProfile, { mfaSerial }: TakenProfile): Settings {
  if (from.kind !== 'iam-user' || mfaSerial === null) return now;
  const iamUsers = now.iamUsers.map((user) =>
    user.name === from.name && user.mfaSerial === null ? { ...user, mfaSerial } : user,
  );
  return { ...now, iamUsers };
}

/** The first of the line; undefined where that is missing. */
export function rootOf(profile: TakenProfile, all: readonly TakenProfile[]): TakenProfile | undefined {
  let current: TakenProfile | undefined = profile;
  for (let depth = 0; current?.from.kind === 'profile' && depth < all.length; depth += 1) {
    const parent: string = current.from.name;
    current = takenNamed(all, parent);
  }
  return current;
}

/** A name as `accessName` has it: the AWS files allow more. */
export function fitName(name: string): string {
  const fit = name
    .replaceAll(/[^A-Za-z0-9_.@+-]+/g, '-')
    .replace(/^[^A-Za-z0-9_]+/, '')
    .slice(0, 64);
  return ['', 'default', '__proto__', 'constructor'].includes(fit.toLowerCase())
    ? `aws-${fit || 'profile'}`
    : fit;
}
