/** Words of AWS that stand in the window, in plain ones, and where README’s page says more. */
export const glossary = {
  'identity-center': {
    title: 'IAM Identity Center',
    anchor: 'iam-identity-center',
    text: [
      'The AWS access portal is the page of IAM Identity Center: your company says there who may enter which account in which role.',
      'You sign in once in the browser. Latchkey gets a token for some hours and asks AWS for keys of one role at a time, good for an hour to twelve. The sign-in is kept in your keychain and ends by itself; no long-lived AWS key is stored.',
    ],
  },
  role: {
    title: 'Role',
    anchor: 'roles-and-trust-policies',
    text: [
      'A role is a set of permissions in one account that nobody owns: who may, takes it for a while and gets temporary keys.',
      'Its ARN names it: arn:aws:iam::ACCOUNT:role/NAME. Its trust policy says who may take it. Within one account a trust policy that names you is enough; across accounts your own permissions must allow sts:AssumeRole on it, too.',
    ],
  },
  'trust-policy': {
    title: 'Trust policy',
    anchor: 'roles-and-trust-policies',
    text: [
      'The part of a role that says who may take it, and under which conditions: an external id, an MFA code, a network.',
      'It is written in the role’s account, so it is that account’s administrator who can change it.',
    ],
  },
  'external-id': {
    title: 'External id',
    anchor: 'external-ids',
    text: [
      'A word that the owner of a role agreed on with whoever takes it from another account. AWS compares it with the role’s trust policy.',
      'It is no password: it keeps a service that works for many customers from being led into the wrong account.',
    ],
  },
  'role-chain': {
    title: 'Role chain',
    anchor: 'role-chaining-and-the-1-hour-cap',
    text: [
      'One role taken with the keys of another: from your sign-in into one account, and from there into the next.',
      'AWS gives keys of a chained role for one hour at most, whatever the role itself allows. Latchkey gets new ones as long as the start is open.',
    ],
  },
  'mfa-session': {
    title: 'MFA session',
    anchor: 'mfa',
    text: [
      'The access key of an IAM user lasts until somebody deactivates it. With it and a code from your phone AWS gives temporary keys, for 12 hours unless you choose otherwise (15 minutes to 36 hours).',
      'All profiles of the user share one session, so one code opens all of them. AWS takes each code once.',
    ],
  },
  saml: {
    title: 'SAML',
    anchor: 'federation',
    text: [
      'Your company’s sign-in page tells AWS, in a signed answer, who you are and which roles you may take. Okta, Entra ID, ADFS and Google can do that.',
      'The answer is good for about five minutes; the keys of a role from 15 minutes to 12 hours. After that you sign in again.',
    ],
  },
  'web-identity': {
    title: 'Web identity',
    anchor: 'federation',
    text: [
      'An OpenID Connect provider, such as a build service or your company’s, gives out tokens. A role can trust that provider, and AWS exchanges a token for keys of the role.',
      'The keys last from 15 minutes to 12 hours; the role’s administrator sets how long at most.',
    ],
  },
  'instance-profile': {
    title: 'Instance profile',
    anchor: 'instance-profiles',
    text: [
      'An EC2 machine can be given a role. Programs on it ask the machine’s metadata service (IMDSv2) for keys, which AWS renews by itself.',
      'It works on that machine only; roles in other accounts can be taken from there.',
    ],
  },
  'config-profiles': {
    title: 'Profiles in ~/.aws/config',
    anchor: 'how-aws-access-works',
    text: [
      'Sections with role_arn, source_profile, credential_source or mfa_serial say how to reach a role. Latchkey can make profiles of its own of them.',
      'The files stay as they are. Long-term keys in them can be moved to the keychain first.',
    ],
  },
} as const;
export type Term = keyof typeof glossary;
export type Anchor = (typeof glossary)[Term]['anchor'];

/** The headings of that page which the window links to. */
export const anchors: readonly Anchor[] = Object.values(glossary).map(({ anchor }) => anchor);
