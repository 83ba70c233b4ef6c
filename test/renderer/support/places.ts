import type { CodeWanted, IamUserView, ListedProfile, SourceView } from '../../../src-main/contract.ts';

const accountId = '012345678901';

export function iamUserView(name: string, change: Partial<IamUserView> = {}): IamUserView {
  return {
    name,
    arn: `arn:aws:iam::${accountId}:user/${name}`,
    accountId,
    userName: name,
    keyId: 'AKIAEXAMPLEEXAMPLE',
    region: 'eu-west-1',
    mfaSerial: `arn:aws:iam::${accountId}:mfa/${name}`,
    hasMfaProcess: false,
    sessionSeconds: null,
    mfaUntil: null,
    profileId: `id-of-${name}`,
    ...change,
  };
}

export function sourceView(name: string, change: Partial<SourceView> = {}): SourceView {
  return {
    name,
    kind: 'saml',
    from: 'page',
    where: 'https://okta.example.com/aws',
    region: 'eu-west-1',
    state: 'signed-out',
    signedInAs: null,
    endsAt: null,
    roles: 0,
    ...change,
  };
}

/** A profile that begins at an IAM user or a source. */
export function rowAt(origin: string, name: string, change: Partial<ListedProfile> = {}): ListedProfile {
  return {
    id: name,
    name,
    kind: 'role-chain',
    origin,
    ssoSession: null,
    accountId,
    accountName: null,
    roleName: name,
    labels: [],
    asksFirst: false,
    ...change,
  };
}

export function codeWanted(iamUser: string, profile: string): CodeWanted {
  return {
    id: iamUser,
    iamUser,
    device: `arn:aws:iam::${accountId}:mfa/${iamUser}`,
    profileId: profile,
    profileName: profile,
    askedAt: '2026-11-22T09:30:00.000Z',
  };
}
