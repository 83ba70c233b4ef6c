import type { ListedProfile, ProfileView } from '../../src-main/contract.ts';
import { printedAccountId, printedIn } from '../printedAccountId.ts';
import { durationInWords } from '../roleChain/durations.ts';
import type { ChainStep } from './chainSteps.ts';

type Link = ProfileView['chain'][number];

const sources: Partial<Record<Link['call'], string>> = {
  GetRoleCredentials: 'Identity Center',
  GetSessionToken: 'IAM user, by its MFA session',
  InstanceProfile: 'The role of this machine',
  LongTermKeys: 'IAM user, by its own keys',
  AssumeRoleWithSAML: 'SAML sign-in',
  AssumeRoleWithWebIdentity: 'Web identity',
};

/** A chain from its source to its last role, with what limits each before AWS is asked. */
export function linkSteps(
  { chain }: ProfileView,
  { name }: ListedProfile,
  done: boolean,
): readonly ChainStep[] {
  return chain.map((link) => ({ title: printedIn(link.label), lines: linesOf(link, name), done }));
}

function linesOf(link: Link, name: string): readonly string[] {
  const { call, label, accountId, chained, durationSeconds, refusedSeconds, limits, profile } = link;
  const asked = durationSeconds === null ? [] : [`Asks for ${durationInWords(durationSeconds)}`];
  const longest =
    limits === null || call === 'GetSessionToken' ? [] : [`${durationInWords(limits.longest)} at most`];
  return [
    ...[sources[call], label.includes(accountId) ? undefined : printedAccountId(accountId)].filter(
      (line) => line !== undefined,
    ),
    ...(profile === null || profile === name ? [] : [`In the profile ${profile}`]),
    ...(chained ? ['1 hour at most: it is assumed with temporary keys'] : [...asked, ...longest]),
    ...(refusedSeconds === null ? [] : [`AWS refused ${durationInWords(refusedSeconds)} for this role`]),
  ];
}
