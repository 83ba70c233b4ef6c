import type { ProfileTest } from '../../src-main/contract.ts';
import { printedAccountId } from '../printedAccountId.ts';

type Link = ProfileTest['links'][number];
type Denial = NonNullable<Link['denial']>;

/** A policy document, with whom to send it to. */
export interface PolicyToSend {
  /** `trust policy`, `permissions policy`. */
  readonly what: string;
  readonly title: string;
  readonly json: string;
}

/** The policy documents of a refusal, the role's account first. @param callerArn whom AWS saw before; null if unknown */
export function policiesToSend(
  denial: Denial,
  call: Link['call'],
  callerArn: string | null,
): readonly PolicyToSend[] {
  const { trustStatement: trust, permissionStatement: permission } = denial;
  const federated = call === 'AssumeRoleWithSAML' || call === 'AssumeRoleWithWebIdentity';
  // The principal is the caller; of SAML and web identity it is the provider, which is in the role's own account.
  const principal = accountIn(trust);
  const roleAccount = federated ? principal : accountIn(permission);
  const callerAccount = federated ? null : (accountIn(callerArn) ?? principal);
  return [
    ...(trust === null
      ? []
      : [
          {
            what: 'trust policy',
            title: `${administratorOf(roleAccount)}: trust policy of the role`,
            json: trust,
          },
        ]),
    ...(permission === null
      ? []
      : [
          {
            what: 'permissions policy',
            title: `${administratorOf(callerAccount)}: permissions of the caller`,
            json: permission,
          },
        ]),
  ];
}

/** All that an administrator needs, as plain text. */
export function administratorText(denial: Denial, policies: readonly PolicyToSend[]): string {
  const causes = denial.causes.map(({ text }, index) => `${index + 1}. ${text}`);
  return [
    denial.sentence,
    `What AWS said:\n${denial.whatAwsSaid}`,
    ...(causes.length === 0 ? [] : [`Most likely first:\n${causes.join('\n')}`]),
    ...policies.map(({ title, json }) => `${title}\n${json}`),
  ].join('\n\n');
}

function administratorOf(accountId: string | null): string {
  return accountId === null
    ? 'For the administrator'
    : `For the administrator of account ${printedAccountId(accountId)}`;
}

function accountIn(text: string | null): string | null {
  return /arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):/.exec(text ?? '')?.[1] ?? null;
}
