import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src-main/core/arn.ts';
import { findProfile, type ProfileBook } from '../../../src-main/core/profiles/findProfile.ts';
import { accountRoleProfile, type Profile } from '../../../src-main/core/profiles/profile.ts';

function profile(
  name: string,
  accountName: string,
  accountId: string,
  roleName: string,
  ssoSession = 'corp',
): Profile {
  const source = { ssoSession, accountId: accountId as AccountId, accountName, roleName };
  return accountRoleProfile(`id-${name}`, name, source);
}

function bookOf(...profiles: Profile[]): ProfileBook {
  return {
    profiles,
    ssoSessions: ['corp', 'partner'],
    byId: (id) => profiles.find((one) => one.id === id),
    derive: (source) =>
      accountRoleProfile(`derived-${source.ssoSession}`, `${source.accountId}.${source.roleName}`, source),
    nameAlone: ({ name }) => name,
  };
}

const payments = profile('payments-prod.Admin', 'payments-prod', '012345678901', 'Admin');
const data = profile('data-lake.Admin', 'data-lake', '222222222222', 'Admin');
const partner = profile('partner.payments-prod.Admin', 'payments-prod', '012345678901', 'Admin', 'partner');

describe('a profile is found', () => {
  it.each(['payments-prod.Admin', 'id-payments-prod.Admin', '012345678901/Admin', 'payments-prod/Admin'])(
    'by %s',
    (text) => {
      expect(findProfile(bookOf(payments, data), { profile: text })).toBe(payments);
    },
  );

  it('by an account id and a role that no list has, for the sign-in that is named', () => {
    const query = { profile: '333333333333/ReadOnly', ssoSession: 'partner' };
    expect(findProfile(bookOf(), query)).toMatchObject({ id: 'derived-partner' });
  });

  it('by a few letters only where a person typed them', () => {
    expect(findProfile(bookOf(payments, data), { profile: 'pay adm', letters: true })).toBe(payments);
    expect(() => findProfile(bookOf(payments, data), { profile: 'pay adm' })).toThrow('No profile is called');
  });
});

describe('no profile is guessed', () => {
  it('where two sign-ins offer the same role', () => {
    const found = () => findProfile(bookOf(payments, partner), { profile: '012345678901/Admin' });
    expect(found).toThrow(expect.objectContaining({ code: 'ambiguous-profile' }));
    expect(
      findProfile(bookOf(payments, partner), { profile: '012345678901/Admin', ssoSession: 'partner' }),
    ).toBe(partner);
  });

  it('where an account name is not unique', () => {
    const other = profile('payments-prod-9.Admin', 'payments-prod', '999999999999', 'Admin');
    const found = () => findProfile(bookOf(payments, other), { profile: 'payments-prod/Admin' });
    expect(found).toThrow(
      expect.objectContaining({
        details: expect.arrayContaining([expect.stringContaining('999999999999/Admin')]) as string[],
      }),
    );
  });

  it('where an unlisted role could come from either sign-in', () => {
    const found = () => findProfile(bookOf(), { profile: '333333333333/ReadOnly' });
    expect(found).toThrow(expect.objectContaining({ code: 'ambiguous-profile' }));
  });

  it('where the sign-in is not there', () => {
    const found = () =>
      findProfile(bookOf(payments), { profile: 'payments-prod.Admin', ssoSession: 'elsewhere' });
    expect(found).toThrow(expect.objectContaining({ code: 'no-such-sso-session' }));
  });
});
