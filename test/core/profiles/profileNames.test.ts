import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src-main/core/arn.ts';
import { accountRoleProfile, type AccountRole } from '../../../src-main/core/profiles/profile.ts';
import { nameAlone, otherNames } from '../../../src-main/core/profiles/profileNames.ts';
import { fc } from '../../support/fc.ts';

type Role = AccountRole & { readonly id: string };
const template = '{account}.{role}';

function role(
  id: string,
  accountName: string | null,
  roleName: string,
  accountId: string,
  ssoSession = 'corp',
): Role {
  return { id, ssoSession, accountId: accountId as AccountId, accountName, roleName };
}

function namesOf(roles: readonly Role[], pattern = template, kept?: ReadonlyMap<string, string>): string[] {
  const profiles = roles.map(({ id, ...role }) => accountRoleProfile(id, nameAlone(role, pattern), role));
  const naming = otherNames(profiles, pattern, kept ?? new Map(), new Set());
  for (;;) {
    const { done, value } = naming.next();
    if (done === true) return profiles.map(({ id, name }) => value.get(id) ?? name);
  }
}

describe('a profile’s name', () => {
  it('is made from account and role', () => {
    expect(namesOf([role('1', 'payments-prod', 'AdministratorAccess', '012345678901')])).toEqual([
      'payments-prod.AdministratorAccess',
    ]);
  });

  it('takes the account id where AWS gives no name, leading zeros and all', () => {
    expect(namesOf([role('1', null, 'Admin', '000000000042')])).toEqual(['000000000042.Admin']);
  });

  it('ends in a word also where no letter of the role can stand in a file', () => {
    expect(namesOf([role('1', 'prod', 'مدير', '111111111111')])).toEqual(['prod.role']);
    const two = [role('1', 'prod', 'مدير', '111111111111'), role('2', 'prod', 'قارئ', '111111111111')];
    expect(namesOf(two)).toEqual(['prod.role.1', 'prod.role.2']);
  });

  it('gets the account id, on both sides, where two accounts have the same name', () => {
    const roles = [role('1', 'sandbox', 'Dev', '111111111111'), role('2', 'Sandbox', 'Dev', '222222222222')];
    expect(namesOf(roles)).toEqual(['sandbox-111111111111.Dev', 'Sandbox-222222222222.Dev']);
  });

  it('gets the sign-in’s name where two sign-ins offer the same role', () => {
    const roles = [
      role('1', 'sandbox', 'Dev', '111111111111', 'corp'),
      role('2', 'sandbox', 'Dev', '111111111111', 'partner'),
    ];
    expect(namesOf(roles)).toEqual(['corp.sandbox-111111111111.Dev', 'partner.sandbox-111111111111.Dev']);
  });

  it('does not change under a delivered profile because an account was added', () => {
    const kept = new Map([['1', 'sandbox.Dev']]);
    const roles = [role('1', 'sandbox', 'Dev', '111111111111'), role('2', 'sandbox', 'Dev', '222222222222')];
    expect(namesOf(roles, template, kept)).toEqual(['sandbox.Dev', 'sandbox-222222222222.Dev']);
  });

  it('is never “default”, whatever the template makes of it', () => {
    expect(namesOf([role('1', 'default', 'x', '111111111111')], '{account}')).not.toContain('default');
    expect(namesOf([role('1', 'DEF', 'AULT', '111111111111')], '{account}{role}')).toEqual([
      'DEF-111111111111AULT',
    ]);
  });

  it('is unique and made only of what every SDK reads in a section header, for any names', () => {
    const anyRole = fc.record({
      ssoSession: fc.constantFrom('corp', 'partner'),
      accountId: fc.integer({ min: 0, max: 5 }).map((n) => String(n).padStart(12, '0') as AccountId),
      accountName: fc.option(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('default', 'a b', 'a-b', ']x[', '\n[evil]', '__proto__', 'é'),
        ),
      ),
      roleName: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Admin', 'x'.repeat(200))),
    });
    const anyTemplate = fc.constantFrom(
      template,
      '{role}@{accountId}',
      '{account}{role}',
      '{ssoSession}.{account}.{role}',
    );
    fc.assert(
      fc.property(fc.array(anyRole, { maxLength: 12 }), anyTemplate, (made, pattern) => {
        const roles = made.map((one, index) => ({ ...one, id: index.toString(16).padStart(24, '0') }));
        const names = namesOf(roles, pattern);
        for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_@+][A-Za-z0-9_.@+-]{0,127}$/);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(roles.length);
        for (const name of names) expect(['default', '__proto__']).not.toContain(name.toLowerCase());
      }),
      { numRuns: 500 },
    );
  });
});
