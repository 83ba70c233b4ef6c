import type { ParsedInput } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import type { Findings } from '../../core/import/findings.ts';
import type { LeftProfile } from '../../core/profiles/takeover/takenProfile.ts';
import { profileId } from '../../core/profiles/profile.ts';
import type { Domain } from '../domain.ts';
import { takenNamed } from '../takenNamed.ts';
import { fitName } from '../takeProfiles.ts';
import { userOfKeys } from '../userOfKeys.ts';
import { findingsOf, type Read } from './findingsOf.ts';
import { planAbout } from './planAbout.ts';
import type { PlanContext } from './planContext.ts';
import { planLabels } from './planLabels.ts';
import type { PlannedItem } from './plannedItem.ts';
import { planPreferences } from './planPreferences.ts';
import { planProfiles } from './planProfiles.ts';
import { planRemovals } from './planRemovals.ts';
import { planSignIns } from './planSignIns.ts';
import { teamTraces, tracesIn } from './teamTraces.ts';

/** Each is compared with all that is here. */
const mostItems = 5000;
/** Each is held against the others; few people have ten. */
const mostSignIns = 300;
/** Nobody reads more reasons. */
const mostLeft = 500;

export interface Plan {
  readonly items: readonly PlannedItem[];
  readonly left: readonly LeftProfile[];
  readonly leftMore: number;
  readonly files: readonly string[];
  readonly digest: string;
  readonly findings: Findings;
}

/** What a file would bring; nothing is changed. @throws AppError as `findingsOf`, and bad-input for too much */
export async function makePlan(domain: Domain, source: ParsedInput<'planImport'>): Promise<Plan> {
  const read = await findingsOf(domain, source);
  const { findings, files } = read;
  const { signIns, profiles, roles } = findings;
  if (signIns.length + profiles.length + roles.length > mostItems)
    throw new AppError('bad-input', `That is more than ${mostItems} sign-ins, profiles and roles at once.`, {
      hint: 'Take some out of the file first.',
    });
  if (signIns.length > mostSignIns)
    throw new AppError('bad-input', `That is more than ${mostSignIns} sign-ins at once.`, {
      hint: 'Take some out of the file first.',
    });
  const context = await contextOf(domain, read);
  const places = planSignIns(signIns, context);
  const chains = planProfiles(context, places);
  const gone = source.from === 'team' ? await goneTraces(domain, findings) : [];
  const items = [
    ...places,
    ...chains.items,
    ...planAbout(findings, context, { planned: [...places, ...chains.items], trial: chains.trial }),
    ...planLabels(findings, context),
    ...planPreferences(findings, context),
    ...planRemovals(gone, context),
  ];
  const left = context.left.slice(0, mostLeft);
  // As it is, not as it is shown: signs that nobody sees count, too.
  const digest = domain.sha256(JSON.stringify([files, items, context.left])).hex;
  return { items, left, leftMore: context.left.length - left.length, files, digest, findings };
}

async function goneTraces(domain: Domain, findings: Findings): Promise<readonly string[]> {
  const there = tracesIn(findings);
  return (await teamTraces(domain)).filter((trace) => !there.has(trace));
}

async function contextOf(domain: Domain, { findings, texts }: Read): Promise<PlanContext> {
  const { sha256, random, settings } = domain;
  const book = await domain.book();
  const ofFiles = userOfKeys(findings.profiles, texts);
  const all = findings.profiles;
  return {
    all,
    // Keys that nobody here can read go by the name that the person gave them.
    userOf: (now, name) => {
      const from = takenNamed(all, name)?.from;
      const elsewhere = from?.kind === 'static-keys' && from.file === 'elsewhere';
      return elsewhere ? now.iamUsers.find((user) => user.name === fitName(name)) : ofFiles(now, name);
    },
    listed: new Set(
      book.profiles.filter(({ chain }) => chain === null).map(({ name }) => name.toLowerCase()),
    ),
    now: settings.get(),
    left: [...findings.left],
    idOfRole: (ssoSession, accountId, roleName) =>
      profileId(sha256, {
        ssoSession,
        accountId: accountId as Parameters<typeof profileId>[1]['accountId'],
        roleName,
      }),
    nameOf: (id) => book.byId(id)?.name,
    newId: () => sha256(random.token(24)).hex.slice(0, 24),
  };
}
