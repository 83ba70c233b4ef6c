import type { Term } from './glossary.ts';

/** How a person signs in at work, in their words, with one sentence why. */
export const ways = [
  {
    kind: 'identity-center',
    title: 'With our AWS access portal (IAM Identity Center)',
    why: 'You have a link like https://NAME.awsapps.com/start: AWS gives short-lived keys, and no long-lived AWS key is stored.',
    term: 'identity-center',
  },
  {
    kind: 'iam-user',
    title: 'With an access key of an IAM user, and a code from my phone',
    why: 'The key goes to the keychain and stays there; each session begins with a code.',
    term: 'mfa-session',
  },
  {
    kind: 'saml',
    title: 'With our company’s sign-in page (SAML: Okta, Entra ID, ADFS, Google…)',
    why: 'Your company’s page says to AWS who you are and which roles you may take.',
    term: 'saml',
  },
  {
    kind: 'web-identity',
    title: 'With a token of an OpenID Connect provider',
    why: 'A role trusts the provider, and AWS exchanges its token for keys.',
    term: 'web-identity',
  },
  {
    kind: 'role-chain',
    title: 'Through a role in another account',
    why: 'Somebody gave you the ARN of a role, and you can sign in somewhere already.',
    term: 'role',
  },
  {
    kind: 'instance-profile',
    title: 'I am on an EC2 machine with a role',
    why: 'The machine gives keys itself; nobody signs in.',
    term: 'instance-profile',
  },
  {
    kind: 'config-profiles',
    title: 'I have profiles in ~/.aws/config',
    why: 'Role profiles that you have used with the AWS CLI are taken over as they are.',
    term: 'config-profiles',
  },
] as const satisfies readonly {
  readonly kind: string;
  readonly title: string;
  readonly why: string;
  readonly term: Term;
}[];
export type Way = (typeof ways)[number];
