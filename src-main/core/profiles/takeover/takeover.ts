import { AppError } from '../../errors.ts';
import { mfaSerial } from '../../roles/mfaSerial.ts';
import { roleChain, type ChainProfile, type ChainSource } from '../../roles/roleChain.ts';
import { regionName } from '../../sso/ssoSession.ts';
import { checkProfileName } from '../safeText.ts';
import { accountRoleOf } from './accountRoleOf.ts';
import { beginningOf } from './beginningOf.ts';
import { checked } from './checked.ts';
import { leave } from './leave.ts';
import { profileLoops } from './profileLoops.ts';
import { readProfiles, type FileProfile, type ReadProfiles } from './readProfiles.ts';
import { takenStep } from './takenStep.ts';
import type { TakenFrom, TakenProfile, Takeover } from './takenProfile.ts';

/** Characters, which are bytes; nobody's own AWS files come near. */
const longestFile = 1_048_576;

/**
 * What the profiles of ~/.aws/config and ~/.aws/credentials would become; nothing is written. A profile that only
 * signs in through Identity Center is listed there already, so it is left out, as is all that Latchkey wrote. What
 * botocore, the JS and the Go SDK do not agree on is left, with why. No secret is in the answer.
 * @param config text of one character a byte, as SharedFiles reads it; empty where there is no file
 * @param credentials the same
 * @param asRead how another tool reads the same files
 * @throws AppError file-invalid for a file above 1 MB
 */
export function takeover(config: string, credentials: string, asRead = readProfiles): Takeover {
  for (const [name, text] of Object.entries({ config, credentials })) {
    if (text.length <= longestFile) continue;
    throw new AppError('file-invalid', `The AWS ${name} file is larger than 1 MB.`, {
      hint: 'Take the profiles out of it that nobody uses any more.',
    });
  }
  const read = asRead(config, credentials);
  const verdicts = ownVerdicts(read);
  resolveParents(verdicts, read);
  const profiles: TakenProfile[] = [];
  const left: Takeover['left'][number][] = [];
  for (const [name, verdict] of verdicts) {
    if (verdict.kind === 'taken') profiles.push(verdict.profile);
    if (verdict.kind === 'left') left.push({ name: shown(name), why: verdict.why });
  }
  return { profiles, left };
}

type Verdict =
  | { readonly kind: 'taken'; readonly profile: TakenProfile }
  | { readonly kind: 'left'; readonly why: string }
  /** Taken as soon as the profile it starts from is. */
  | { readonly kind: 'open'; readonly parent: string }
  /** Only signs in. */
  | { readonly kind: 'sign-in'; readonly from: TakenFrom }
  | { readonly kind: 'nothing' };
type Verdicts = Map<string, Verdict>;

/** What can be said of each profile by itself. */
function ownVerdicts({ profiles, ssoSections }: ReadProfiles): Verdicts {
  const parents = parentNames(profiles);
  const loops = profileLoops(parents);
  const started = new Set(parents.values());
  const verdicts: Verdicts = new Map();
  for (const profile of profiles.values()) {
    const loop = loops.get(profile.name);
    const verdict = loop === undefined ? ownVerdict(profile, started, ssoSections) : leftFor(loopWords(loop));
    verdicts.set(profile.name, verdict);
  }
  return verdicts;
}

function ownVerdict(
  profile: FileProfile,
  started: ReadonlySet<string>,
  ssoSections: ReadProfiles['ssoSections'],
): Verdict {
  if (!leadsAnywhere(profile, started)) return { kind: 'nothing' };
  return attempt(() => {
    if (!isSafeName(profile.name)) leave('Its name is not one that every AWS tool reads.');
    if (profile.fault !== null) leave(profile.fault);
    const from = beginningOf(profile);
    if (from.kind === 'nothing') return from;
    if (from.kind === 'sign-in') return { kind: 'sign-in', from: accountRoleOf(profile, ssoSections) };
    if (from.kind !== 'parent') return { kind: 'taken', profile: takenProfile(profile, from) };
    return { kind: 'open', parent: from.name };
  });
}

/** Neither a profile that only sets a region or signs in, unless another one starts from it. */
function leadsAnywhere({ name, values, staticKeys }: FileProfile, started: ReadonlySet<string>): boolean {
  const keys = [
    'role_arn',
    'source_profile',
    'credential_source',
    'web_identity_token_file',
    'credential_process',
  ];
  return started.has(name) || staticKeys !== null || keys.some((key) => values.has(key));
}

/** Of each role profile the other one that it starts from. */
function parentNames(profiles: ReadProfiles['profiles']): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const { name, values, staticKeys } of profiles.values()) {
    const parent = values.get('source_profile');
    if (parent === undefined || !values.has('role_arn')) continue;
    if (parent !== name || staticKeys === null) parents.set(name, parent);
  }
  return parents;
}

function takenProfile(profile: FileProfile, from: TakenFrom): TakenProfile {
  const { name, values } = profile;
  const hasStep = values.has('role_arn') && from.kind !== 'web-identity';
  const steps = hasStep ? [takenStep(profile)] : [];
  const region = checked(regionName.optional(), values.get('region')) ?? null;
  // AssumeRoleWithWebIdentity takes no code.
  const serial = from.kind === 'web-identity' ? undefined : values.get('mfa_serial');
  return { name, from, steps, mfaSerial: checked(mfaSerial.optional(), serial) ?? null, region };
}

/** Parents first, however long the line is: each is resolved once. */
function resolveParents(verdicts: Verdicts, { profiles }: ReadProfiles): void {
  const chains = new Map<string, ChainProfile<ChainSource>>();
  for (const [name, verdict] of verdicts) {
    if (verdict.kind === 'taken') chains.set(name, chainOf(verdict.profile));
  }
  for (const start of verdicts.keys()) {
    const line: { readonly name: string; readonly parent: string }[] = [];
    for (let name = start; ;) {
      const verdict = verdicts.get(name);
      if (verdict?.kind !== 'open') break;
      line.push({ name, parent: verdict.parent });
      name = verdict.parent;
    }
    for (const { name, parent } of line.reverse()) {
      const profile = profiles.get(name);
      if (profile !== undefined)
        verdicts.set(name, resolved(profile, parent, { verdicts, profiles, chains }));
    }
  }
}

interface Known {
  readonly verdicts: Verdicts;
  readonly profiles: ReadProfiles['profiles'];
  readonly chains: Map<string, ChainProfile<ChainSource>>;
}

function resolved(profile: FileProfile, parent: string, { verdicts, profiles, chains }: Known): Verdict {
  return attempt(() => {
    const from = startFrom(profiles.get(parent), verdicts.get(parent));
    const taken = takenProfile(profile, from);
    chains.set(profile.name, chainOf(taken));
    roleChain(profile.name, chains);
    return { kind: 'taken', profile: taken };
  });
}

function startFrom(parent: FileProfile | undefined, verdict: Verdict | undefined): TakenFrom {
  if (parent === undefined || verdict === undefined) leave('Its source_profile is in neither file.');
  const name = shown(parent.name);
  if (verdict.kind === 'sign-in') return verdict.from;
  if (verdict.kind === 'left') leave(`It starts from “${name}”, which cannot be taken.`);
  if (verdict.kind !== 'taken' && parent.ours)
    leave(`It starts from “${name}”, which Latchkey wrote itself.`);
  if (verdict.kind !== 'taken') leave(`It starts from “${name}”, which has no source of credentials.`);
  // botocore and the JS SDK start from the keys there, Go from the role.
  if (parent.staticKeys !== null && parent.values.has('role_arn')) {
    leave(`It starts from “${name}”, which has keys and a role: AWS tools take one or the other.`);
  }
  return { kind: 'profile', name: parent.name };
}

function chainOf({ from, steps }: TakenProfile): ChainProfile<ChainSource> {
  if (from.kind === 'profile') return { from: { parent: from.name }, steps };
  return { from: { source: { temporary: from.kind !== 'static-keys' } }, steps };
}

function attempt(decide: () => Verdict): Verdict {
  try {
    return decide();
  } catch (error) {
    if (error instanceof AppError) return leftFor(error.message);
    throw error;
  }
}

function leftFor(why: string): Verdict {
  return { kind: 'left', why };
}

function isSafeName(name: string): boolean {
  try {
    checkProfileName(name);
    return true;
  } catch {
    return false;
  }
}

function loopWords(loop: readonly [string, ...string[]]): string {
  const most = 20;
  const names = loop.length > most ? [...loop.slice(0, most), '…'] : loop;
  const round = [...names, loop[0]].map(shown).join(' -> ');
  return `It never reaches a source: its profiles go round in ${round}.`;
}

/** A name may be anything that stood between two brackets. */
function shown(name: string): string {
  const most = 128;
  const text = name.replaceAll(/\p{C}/gu, '\ufffd');
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
