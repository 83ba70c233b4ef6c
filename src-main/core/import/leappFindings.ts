import { z } from 'zod';
import { isAccountId, type AccountId } from '../arn.ts';
import { leave } from '../profiles/takeover/leave.ts';
import { profileLoops } from '../profiles/takeover/profileLoops.ts';
import type { LeftProfile, TakenProfile } from '../profiles/takeover/takenProfile.ts';
import { AppError } from '../errors.ts';
import { aliasName } from '../settings/settings.ts';
import { regionName } from '../sso/ssoSession.ts';
import {
  type Findings,
  type FoundPlace,
  type FoundRole,
  type FoundSignIn,
  nothingFound,
} from './findings.ts';
import { foundSignIn } from './foundSignIn.ts';
import { leappChains } from './leappChains.ts';
import { leftOrElse } from './leftOrElse.ts';
import { readJson } from './readJson.ts';
import { shownName } from './shownName.ts';

const text = z.string().optional().catch(undefined);

const leappSession = z.looseObject({
  sessionId: z.string(),
  type: z.string(),
  sessionName: z.string(),
  region: text,
  roleArn: text,
  profileId: text,
  awsSsoConfigurationId: text,
  parentSessionId: text,
  roleSessionName: text,
  mfaDevice: text,
});
export type LeappSession = z.infer<typeof leappSession>;

/** What Leapp keeps, with the underscores of its private fields. */
const workspaceFile = z.looseObject({
  _sessions: z.array(z.unknown()),
  _awsSsoIntegrations: z
    .array(z.looseObject({ id: z.unknown(), alias: text, portalUrl: text, region: text }).catch({ id: null }))
    .default([]),
  _profiles: z.array(z.looseObject({ id: text, name: text }).catch({})).default([]),
  _pinned: z.array(z.unknown()).default([]),
  _defaultRegion: text,
  _pluginsStatus: z.array(z.unknown()).optional().catch(undefined),
});

/**
 * Leapp’s own file, opened. Its keys and tokens are in the keychain and stay there.
 * @throws AppError file-invalid
 */
export function leappFindings(json: string): Findings {
  const read = workspaceFile.safeParse(readJson(json, 'Leapp’s file'));
  if (!read.success)
    throw new AppError('file-invalid', 'Leapp’s file is not one that Latchkey knows.', {
      hint: 'Open it once with the newest Leapp, then try again.',
    });
  const left: LeftProfile[] = [];
  const { signIns, places } = signInsOf(read.data._awsSsoIntegrations, left);
  const sessions = read.data._sessions.flatMap((one, at) => {
    const session = leappSession.safeParse(one);
    if (!session.success)
      left.push({ name: `Number ${at + 1}`, why: 'It is not written as Leapp writes one.' });
    return session.success ? [session.data] : [];
  });
  const { profiles, roles } = takenOf(sessions, { places, left, ...leappWide(read.data) });
  if ((read.data._pluginsStatus?.length ?? 0) > 0)
    left.push({ name: 'Plug-ins', why: 'They are programs, and Latchkey runs none of others.' });
  const region = regionName.safeParse(read.data._defaultRegion);
  return {
    ...{ ...nothingFound, signIns, profiles, roles, left },
    preferences: region.success ? { region: region.data } : {},
  };
}

interface LeappWide {
  readonly names: ReadonlyMap<string, string>;
  readonly pinned: ReadonlySet<unknown>;
  readonly usualRegion: string | undefined;
}

function leappWide({ _profiles, _pinned, _defaultRegion }: z.infer<typeof workspaceFile>): LeappWide {
  const names = new Map(_profiles.flatMap(({ id, name }) => (id && name ? [[id, name] as const] : [])));
  return { names, pinned: new Set(_pinned), usualRegion: _defaultRegion };
}

interface Known extends LeappWide {
  readonly places: ReadonlyMap<string, FoundPlace>;
  readonly left: LeftProfile[];
}

function signInsOf(all: z.infer<typeof workspaceFile>['_awsSsoIntegrations'], left: LeftProfile[]) {
  const signIns: FoundSignIn[] = [];
  const places = new Map<string, FoundPlace>();
  for (const { id, alias, portalUrl, region } of all) {
    const found = leftOrElse(alias ?? 'A sign-in', left, () => foundSignIn(alias, portalUrl, region));
    if (found === undefined) continue;
    signIns.push(found);
    if (typeof id === 'string') places.set(id, { ssoSession: null, startUrl: found.startUrl });
  }
  return { signIns, places };
}

function takenOf(sessions: readonly LeappSession[], known: Known) {
  const byId = new Map(sessions.map((one) => [one.sessionId, one]));
  const parents = new Map<string, string>();
  for (const { sessionId, parentSessionId } of sessions)
    if (parentSessionId !== undefined) parents.set(sessionId, parentSessionId);
  const loops = profileLoops(parents);
  const profiles: TakenProfile[] = [];
  const roles: FoundRole[] = [];
  const { left } = known;
  for (const one of sessions) {
    leftOrElse(one.sessionName, left, () => {
      if (loops.has(one.sessionId)) leave('It never reaches a source: it goes round in a circle.');
      if (one.type === 'awsSsoRole') roles.push(roleOf(one, known));
      else profiles.push(leappChains(one, byId, (session) => roleOf(session, known)));
    });
  }
  const taken = new Set<string>();
  const once = profiles.filter(({ name }) => {
    if (taken.has(name)) left.push({ name: shownName(name), why: 'Another one has the same name.' });
    return !taken.has(name) && taken.add(name);
  });
  return { profiles: once, roles };
}

/** Leapp writes the role of an Identity Center account as `arn:aws:iam::123456789012/NAME`. @throws AppError bad-input */
function roleOf(session: LeappSession, { places, names, pinned, usualRegion }: Known): FoundRole {
  const [, accountId = '', roleName = ''] =
    /^arn:aws[a-z-]*:iam::(\d{12})(?::role)?\/(?:[\u0021-\u007e]*\/)?([\w+=,.@-]{1,64})$/.exec(
      session.roleArn ?? '',
    ) ?? [];
  if (!isAccountId(accountId)) leave('Its roleArn names no role of an account.');
  const place = places.get(session.awsSsoConfigurationId ?? '');
  if (place === undefined) leave('Its sign-in is not in Leapp’s file, or cannot be taken.');
  const called = names.get(session.profileId ?? '');
  const alias = called !== 'default' && aliasName.safeParse(called).success ? called : undefined;
  const region = session.region === usualRegion ? undefined : regionName.safeParse(session.region).data;
  return {
    ...{ place, accountId: accountId satisfies AccountId, roleName },
    ...(alias !== undefined && { alias }),
    ...(region !== undefined && { region }),
    ...(pinned.has(session.sessionId) && { favourite: true }),
  };
}
