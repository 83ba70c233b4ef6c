import type { AccountRole, RoleProfile } from './profile.ts';

/** Some SDKs choke on longer section names than anybody would type. */
const longest = 128;

/** Roles that are named without a break. */
const rolesInStep = 2_000;

/**
 * A name for each role from a template with `{account}`, `{accountId}`, `{role}`, `{ssoSession}`: made of what every
 * SDK reads in a section header, unique, and never `default`. Account names are not unique, so roles whose names
 * would be the same all get their account id; where two sign-ins offer the same role, the sign-in's name too.
 *
 * `profiles` have the names of `nameAlone`. `kept` are delivered names by role id: one that the template can make stays,
 * because it must not change under somebody's scripts when an account is added. A name of the person's own (`--as`)
 * binds only its delivery. `given` names (lower case) belong to profiles that a person made.
 *
 * @returns by id, in steps of a few milliseconds, the names of those that cannot be called as they are
 */
export function* otherNames(
  profiles: readonly RoleProfile[],
  template: string,
  kept: ReadonlyMap<string, string>,
  given: ReadonlySet<string>,
): Generator<undefined, ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const taken = new Set<string>(given);
  const keeps = (profile: RoleProfile): boolean => {
    const name = kept.get(profile.id);
    if (name === undefined || given.has(name.toLowerCase())) return false;
    if (!forms.some((form) => form(profile, template) === name)) return false;
    names.set(profile.id, name);
    taken.add(name.toLowerCase());
    return true;
  };
  const open = kept.size === 0 ? profiles : profiles.filter((profile) => !keeps(profile));
  yield* settle(open, forms, template, names, taken);
  return names;
}

/** A name for one more role beside names that are taken (lower case). */
export function freeName(profile: RoleProfile, template: string, taken: ReadonlySet<string>): string {
  const names = forms.map((form) => form(profile, template));
  return (
    names.find((name) => !taken.has(name.toLowerCase()) && !reserved.has(name.toLowerCase())) ?? profile.id
  );
}

/** What a role is called while nothing else has that name. */
export function nameAlone(role: AccountRole, template: string): string {
  return filled(role, template, role.accountName ?? role.accountId);
}

type Form = (profile: RoleProfile, template: string) => string;

/** Gives each role its first form that no other role wants; the clashing ones try the next form. */
function* settle(
  profiles: readonly RoleProfile[],
  [form, ...others]: readonly Form[],
  template: string,
  names: Map<string, string>,
  taken: Set<string>,
): Generator<undefined, void> {
  if (form === undefined) for (const { id } of profiles) names.set(id, id);
  if (form === undefined || profiles.length === 0) return;
  const wanted = new Set<string>();
  const contested = new Set<string>();
  for (const [at, profile] of profiles.entries()) {
    if (at % rolesInStep === rolesInStep - 1) yield;
    const key = form(profile, template).toLowerCase();
    if (wanted.has(key)) contested.add(key);
    else wanted.add(key);
  }
  const clashing: RoleProfile[] = [];
  for (const [at, profile] of profiles.entries()) {
    if (at % rolesInStep === rolesInStep - 1) yield;
    const name = form(profile, template);
    const key = name.toLowerCase();
    if (contested.has(key) || taken.has(key) || reserved.has(key)) {
      clashing.push(profile);
      continue;
    }
    taken.add(key);
    if (name !== profile.name) names.set(profile.id, name);
  }
  yield* settle(clashing, others, template, names, taken);
}

/** `default` would answer every command that names no profile; `__proto__` empties the JS SDK's whole result. */
const reserved: ReadonlySet<string> = new Set(['default', '__proto__', 'constructor', '']);

const plainName: Form = ({ name }) => name;

const nameWithAccountId: Form = ({ source }, template) => {
  const { accountId, accountName } = source;
  return filled(source, template, accountName === null ? accountId : `${accountName}-${accountId}`);
};

const nameWithSsoSession: Form = (profile, template) =>
  safe(`${profile.source.ssoSession}.${nameWithAccountId(profile, template)}`);

const nameWithId: Form = ({ id, name }) => safe(`${name.slice(0, 96)}.${id}`);

const forms = [plainName, nameWithAccountId, nameWithSsoSession, nameWithId];

function filled(role: AccountRole, template: string, account: string): string {
  return safe(
    template
      .replaceAll('{account}', safe(account) || role.accountId)
      .replaceAll('{accountId}', role.accountId)
      // Of other letters than a section header has nothing is left.
      .replaceAll('{role}', safe(role.roleName) || 'role')
      .replaceAll('{ssoSession}', role.ssoSession),
  );
}

/** A text that `safe` leaves as it is; nearly all are, and 50,000 names are made at once. */
const alreadySafe = /^[A-Za-z0-9_@+](?:-?[A-Za-z0-9_.@+])*$/;

/** What botocore, the JS and the Go SDK all read unquoted in a section header. */
function safe(text: string): string {
  if (text.length <= longest && alreadySafe.test(text)) return text;
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_.@+-]+/g, '-')
    .replaceAll(/-{2,}/g, '-')
    .replace(/^[-.]+/, '')
    .replace(/-+$/, '')
    .slice(0, longest);
}
