import { AppError } from '../errors.ts';
import { accountRoleOf } from '../profiles/takeover/accountRoleOf.ts';
import { checked } from '../profiles/takeover/checked.ts';
import { leave } from '../profiles/takeover/leave.ts';
import { readProfiles, type FileProfile, type ReadProfiles } from '../profiles/takeover/readProfiles.ts';
import { takeover } from '../profiles/takeover/takeover.ts';
import { aliasName } from '../settings/settings.ts';
import { regionName } from '../sso/ssoSession.ts';
import { type Findings, type FoundRole, type FoundSignIn, nothingFound } from './findings.ts';
import { foundSignIn } from './foundSignIn.ts';
import { importText } from './importText.ts';
import { leftOrElse } from './leftOrElse.ts';

/** Each is held against others, and somebody waits. */
const mostSections = 6000;

/** How a tool reads the AWS files; the AWS CLI’s way where it has none of its own. */
export type AsRead = typeof readProfiles;

/**
 * The AWS files: sso-sessions and the older sso_* keys as sign-ins, profiles with a role, and the names of profiles that
 * only sign in, which are other words for roles that are listed anyway.
 * @param config text of one character a byte, empty where there is no file; `credentials` the same
 * @throws AppError file-invalid above 1 MB or 6,000 sections, and for what is no text
 */
export function configFindings(config: string, credentials: string, asRead: AsRead = readProfiles): Findings {
  importText(config, 'The AWS config file');
  importText(credentials, 'The AWS credentials file');
  if ((`\n${config}\n${credentials}`.match(/[\r\n][ \t]*\[/g)?.length ?? 0) > mostSections)
    throw new AppError('file-invalid', `The AWS files have more than ${mostSections} sections.`, {
      hint: 'Take the profiles out of them that nobody uses any more.',
    });
  const read = asRead(config, credentials);
  const { profiles, left: notTaken } = takeover(config, credentials, () => read);
  const left = [...notTaken];
  const signIns: FoundSignIn[] = [];
  for (const [name, { values, fault }] of read.ssoSections) {
    const found = leftOrElse(`sso-session ${name}`, left, () => {
      if (fault !== null) leave(fault);
      return foundSignIn(name, values.get('sso_start_url'), values.get('sso_region'));
    });
    if (found !== undefined) signIns.push(found);
  }
  const roles: FoundRole[] = [];
  const isLeft = new Set(left.map(({ name }) => name));
  for (const profile of read.profiles.values()) {
    if (profile.ours || isLeft.has(profile.name)) continue;
    const found = leftOrElse(profile.name, left, () => signsIn(profile, read.ssoSections));
    if (found === undefined) continue;
    if (found.signIn !== null) signIns.push(found.signIn);
    if (found.role !== null) roles.push(found.role);
  }
  return { ...nothingFound, signIns, profiles, roles, left };
}

interface SignsIn {
  readonly signIn: FoundSignIn | null;
  readonly role: FoundRole | null;
}

/** @throws AppError bad-input where the AWS CLI would refuse it */
function signsIn(profile: FileProfile, ssoSections: ReadProfiles['ssoSections']): SignsIn {
  const { name, values, fault } = profile;
  const startUrl = values.get('sso_start_url');
  if (!values.has('sso_account_id') && !values.has('sso_role_name') && startUrl === undefined)
    return { signIn: null, role: null };
  if (fault !== null) leave(fault);
  const signIn = values.has('sso_session')
    ? null
    : foundSignIn(undefined, startUrl, values.get('sso_region'));
  // Keys of a role beside it: the profile is taken as a role chain.
  if (!values.has('sso_account_id') || values.has('role_arn')) return { signIn, role: null };
  const { ssoSession, startUrl: at, accountId, roleName } = accountRoleOf(profile, ssoSections);
  const region = checked(regionName.optional(), values.get('region'));
  const alias = aliasName.safeParse(name).success && name !== 'default' ? name : undefined;
  const role = {
    place: { ssoSession, startUrl: at },
    accountId,
    roleName,
    ...(alias !== undefined && { alias }),
    ...(region !== undefined && { region }),
  };
  return { signIn, role };
}
