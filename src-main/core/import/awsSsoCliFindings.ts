import { z } from 'zod';
import { isAccountId } from '../arn.ts';
import { AppError } from '../errors.ts';
import { labelRule, type LabelRule } from '../guard/guardSettings.ts';
import { profileLoops } from '../profiles/takeover/profileLoops.ts';
import type { LeftProfile, TakenProfile } from '../profiles/takeover/takenProfile.ts';
import { aliasName } from '../settings/settings.ts';
import { regionName } from '../sso/ssoSession.ts';
import { awsSsoCliChain, nameOfChain } from './awsSsoCliChain.ts';
import { type Findings, type FoundRole, type FoundSignIn, nothingFound } from './findings.ts';
import { foundSignIn } from './foundSignIn.ts';
import { leftOrElse } from './leftOrElse.ts';
import { readYaml } from './readYaml.ts';
import { shownName } from './shownName.ts';

const text = z.string().optional().catch(undefined);
const tags = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
  .nullish()
  .catch(null);

const roleEntry = z
  .looseObject({
    ...{ Profile: text, DefaultRegion: text, Tags: tags },
    ...{ Via: text, ExternalId: text, SourceIdentity: text },
  })
  .nullable();
export type RoleEntry = NonNullable<z.infer<typeof roleEntry>>;

const accountEntry = z
  .looseObject({ DefaultRegion: text, Tags: tags, Roles: z.record(z.string(), roleEntry).nullish() })
  .nullable();

const configFile = z.looseObject({
  SSOConfig: z.record(
    z.string(),
    z.looseObject({
      StartUrl: text,
      SSORegion: text,
      Accounts: z.record(z.string(), accountEntry).nullish(),
    }),
  ),
  DefaultRegion: text,
  Browser: z.unknown().optional(),
  UrlExecCommand: z.unknown().optional(),
  ConfigUrlAction: z.unknown().optional(),
  SecureStore: z.unknown().optional(),
});

/** @throws AppError file-invalid */
export async function awsSsoCliFindings(yaml: string): Promise<Findings> {
  const read = configFile.safeParse(await readYaml(yaml, 'aws-sso-cli’s config'));
  if (!read.success)
    throw new AppError('file-invalid', 'aws-sso-cli’s config is not one that Latchkey knows.', {
      hint: `See its ${shownName(read.error.issues[0]?.path.join('.') || 'SSOConfig')}.`,
    });
  const all: Collected = {
    signIns: [],
    profiles: [],
    roles: [],
    labels: [],
    accountRegions: {},
    left: notTaken(read.data),
  };
  for (const [name, { StartUrl, SSORegion, Accounts }] of Object.entries(read.data.SSOConfig)) {
    const signIn = leftOrElse(name, all.left, () => foundSignIn(name, StartUrl, SSORegion));
    if (signIn === undefined) continue;
    all.signIns.push(signIn);
    const chains = chainNames(Accounts ?? {});
    for (const [id, account] of Object.entries(Accounts ?? {}))
      collect(all, { signIn, id, account, nameOfChained: (...role) => chains.get(role.join('/')) });
  }
  const region = regionName.safeParse(read.data.DefaultRegion);
  return { ...nothingFound, ...all, preferences: region.success ? { region: region.data } : {} };
}

interface Collected {
  readonly signIns: FoundSignIn[];
  readonly profiles: TakenProfile[];
  readonly roles: FoundRole[];
  readonly labels: LabelRule[];
  readonly accountRegions: Record<string, string>;
  readonly left: LeftProfile[];
}

type Account = z.infer<typeof accountEntry>;

/** Of each role that has one before it, by ACCOUNT/ROLE, what its profile is called; empty for what goes round in a circle. */
function chainNames(accounts: Readonly<Record<string, Account>>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const parents = new Map<string, string>();
  for (const [id, account] of Object.entries(accounts)) {
    const accountId = id.padStart(12, '0');
    for (const [roleName, role] of Object.entries(account?.Roles ?? {})) {
      if (role?.Via === undefined || role.Via === '') continue;
      names.set(`${accountId}/${roleName}`, nameOfChain(accountId, roleName, role));
      parents.set(`${accountId}/${roleName}`, role.Via.replace(/^.*::(\d+):role\//, '$1/'));
    }
  }
  // Without a name it is left, with why.
  for (const name of profileLoops(parents).keys()) names.set(name, '');
  return names;
}

interface OneAccount {
  readonly signIn: FoundSignIn;
  readonly id: string;
  readonly account: Account;
  readonly nameOfChained: (accountId: string, roleName: string) => string | undefined;
}

function collect(all: Collected, { signIn, id, account, nameOfChained }: OneAccount): void {
  // An id that is a number in YAML has lost its leading zeros.
  const accountId = /^\d{1,12}$/.test(id) ? id.padStart(12, '0') : id;
  if (!isAccountId(accountId)) {
    all.left.push({ name: shownName(id), why: 'It is no id of an account.' });
    return;
  }
  addLabels(all, accountId, account?.Tags);
  const region = regionName.safeParse(account?.DefaultRegion);
  if (region.success) all.accountRegions[accountId] = region.data;
  for (const [roleName, entry] of Object.entries(account?.Roles ?? {})) {
    const name = `${accountId}/${roleName}`;
    leftOrElse(name, all.left, () => {
      const role: RoleEntry = entry ?? {};
      if (role.Via !== undefined && role.Via !== '') {
        all.profiles.push(awsSsoCliChain({ accountId, roleName, role, signIn, nameOfChained }));
      } else if (/^[\w+=,.@-]{1,64}$/.test(roleName)) {
        const alias = aliasName.safeParse(role.Profile);
        const its = regionName.safeParse(role.DefaultRegion);
        all.roles.push({
          ...{ place: { ssoSession: null, startUrl: signIn.startUrl }, accountId, roleName },
          ...(alias.success && { alias: alias.data }),
          ...(its.success && { region: its.data }),
        });
      }
      addLabels(all, name, role.Tags);
    });
  }
}

/** Color and Icon are those of a browser’s container. */
const notLabels = new Set(['Color', 'Icon']);

function addLabels({ labels, left }: Collected, pattern: string, given: z.infer<typeof tags>): void {
  for (const [key, value] of Object.entries(given ?? {})) {
    if (notLabels.has(key)) continue;
    const rule = labelRule.safeParse({ label: value, pattern });
    if (rule.success) labels.push(rule.data);
    else
      left.push({
        name: shownName(`${pattern}: ${key}`),
        why: 'Its tag cannot be a label: a label is a short word.',
      });
  }
}

function notTaken(config: z.infer<typeof configFile>): LeftProfile[] {
  const left: LeftProfile[] = [];
  if (config.Browser !== undefined)
    left.push({ name: 'Browser', why: 'It says which program opens pages. Choose one under Browsers.' });
  if (config.UrlExecCommand !== undefined)
    left.push({ name: 'UrlExecCommand', why: 'It is a command, and no command is taken from a file.' });
  if (config.SecureStore !== undefined)
    left.push({ name: 'SecureStore', why: 'What aws-sso-cli keeps there is not read: sign in once here.' });
  return left;
}
