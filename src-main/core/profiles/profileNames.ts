import type { AccountRole } from './profile.ts';

/** Some SDKs choke on longer section names than anybody would type. */
const longest = 128;

/** Roles that are named without a break. */
const rolesInStep = 2_000;

/**
 * A name for each role from a template with `{account}`, `{accountId}`, `{role}`, `{ssoSession}`: made of what every
 * SDK reads in a section header, unique, and never `default`. Account names are not unique, so roles whose names
 * would be the same all get their account id; where two sign-ins offer the same role, the sign-in's name too.
 *
 * `kept` are delivered names by role id: one that the template can make stays, because it must not change under
 * somebody's scripts when an account is added. A name of the person's own (`--as`) binds only its delivery.
 * `given` names (lower case) belong to profiles that a person made.
 */
export function profileNames(
  roles: readonly (AccountRole & { readonly id: string })[],
  template: string,
  kept: ReadonlyMap<string, string> = new Map(),
  given: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const naming = namingProfiles(roles, template, kept, given);
  for (;;) {
    const step = naming.next();
    if (step.done === true) return step.value;
  }
}

/** `profileNames` in steps of a few milliseconds each. */
export function* namingProfiles(
  roles: readonly NamedRole[],
  template: string,
  kept: ReadonlyMap<string, string>,
  given: ReadonlySet<string>,
): Generator<undefined, ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const taken = new Set<string>(given);
  for (const role of roles) {
    const name = kept.get(role.id);
    if (
      name === undefined ||
      given.has(name.toLowerCase()) ||
      !forms.some((form) => form(role, template) === name)
    )
      continue;
    names.set(role.id, name);
    taken.add(name.toLowerCase());
  }
  const open = roles.filter(({ id }) => !names.has(id));
  yield* settle(open, forms, template, names, taken);
  return names;
}

/** A name for one more role beside names that are taken (lower case). */
export function freeName(
  role: AccountRole & { readonly id: string },
  template: string,
  taken: ReadonlySet<string>,
): string {
  const names = forms.map((form) => form(role, template));
  return names.find((name) => !taken.has(name.toLowerCase()) && !reserved.has(name.toLowerCase())) ?? role.id;
}

/** What a role is called while nothing else has that name. */
export function nameAlone(role: AccountRole, template: string): string {
  return plainName({ ...role, id: '' }, template);
}

type NamedRole = AccountRole & { readonly id: string };
type Form = (role: NamedRole, template: string) => string;

/** Gives each role its first form that no other role wants; the clashing ones try the next form. */
function* settle(
  roles: readonly NamedRole[],
  [form, ...others]: readonly Form[],
  template: string,
  names: Map<string, string>,
  taken: Set<string>,
): Generator<undefined, void> {
  if (form === undefined || roles.length === 0) return;
  const clashing: NamedRole[] = [];
  let done = 0;
  for (const [key, group] of yield* grouped(roles, (role) => form(role, template).toLowerCase())) {
    if ((done += 1) % rolesInStep === 0) yield;
    const [only] = group;
    const free = group.length === 1 && !taken.has(key) && !reserved.has(key);
    if (!free || only === undefined) {
      clashing.push(...group);
      continue;
    }
    names.set(only.id, form(only, template));
    taken.add(key);
  }
  yield* settle(clashing, others, template, names, taken);
}

function* grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Generator<undefined, ReadonlyMap<string, Item[]>> {
  const groups = new Map<string, Item[]>();
  for (const [index, item] of items.entries()) {
    if (index % rolesInStep === rolesInStep - 1) yield;
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** `default` would answer every command that names no profile; `__proto__` empties the JS SDK's whole result. */
const reserved: ReadonlySet<string> = new Set(['default', '__proto__', 'constructor', '']);

const plainName: Form = (role, template) => filled(role, template, role.accountName ?? role.accountId);

const nameWithAccountId: Form = (role, template) =>
  filled(
    role,
    template,
    role.accountName === null ? role.accountId : `${role.accountName}-${role.accountId}`,
  );

const nameWithSsoSession: Form = (role, template) =>
  safe(`${role.ssoSession}.${nameWithAccountId(role, template)}`);

const nameWithId: Form = (role, template) => safe(`${plainName(role, template).slice(0, 96)}.${role.id}`);

const forms = [plainName, nameWithAccountId, nameWithSsoSession, nameWithId];

function filled(role: AccountRole, template: string, account: string): string {
  return safe(
    template
      .replaceAll('{account}', safe(account) || role.accountId)
      .replaceAll('{accountId}', role.accountId)
      .replaceAll('{role}', safe(role.roleName))
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
