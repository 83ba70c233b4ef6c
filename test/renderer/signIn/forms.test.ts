import { describe, expect, it } from 'vitest';
import { ssoSession } from '../../../src-main/core/sso/ssoSession.ts';
import { checkRegion } from '../../../src-renderer/signIn/checkRegion.ts';
import { checkSignInName } from '../../../src-renderer/signIn/checkSignInName.ts';
import {
  checkStartUrl,
  checkTypedStartUrl,
  tidyStartUrl,
} from '../../../src-renderer/signIn/checkStartUrl.ts';
import { likelyProfiles } from '../../../src-renderer/signIn/likelyProfiles.ts';
import { nameFromStartUrl } from '../../../src-renderer/signIn/nameFromStartUrl.ts';
import { regions } from '../../../src-renderer/signIn/regions.ts';
import { profile } from '../support/page.ts';
import { fc } from '../../support/fc.ts';

const { name, startUrl, region } = ssoSession.shape;

describe('a start URL', () => {
  it.each([
    'https://acme.awsapps.com/start',
    'https://d-90670ca5d4.awsapps.com/start/#/?tab=accounts',
    'https://ssoins-7223b02ea0bb5a21.portal.eu-west-1.app.aws',
    'https://ssoins-7223b02ea0bb5a21.eu-west-1.portal.amazonaws.com',
    'https://start.us-gov-home.awsapps.com/directory/acme',
    'https://start.home.awsapps.cn/directory/acme',
    '  https://acme.awsapps.com/start\n',
  ])('%s is taken', (text) => {
    expect(checkStartUrl(text)).toBeUndefined();
    expect(startUrl.safeParse(tidyStartUrl(text)).success).toBe(true);
  });

  it.each([
    ['', 'Paste'],
    ['http://acme.awsapps.com/start', 'not http'],
    ['https://acme awsapps.com/start', 'no spaces'],
    ['acme.awsapps.com/start', 'is like'],
    ['https://acme', 'not complete'],
    ['https://ana:secret@acme.awsapps.com/start', 'no name or password'],
    ['https://acme.awsapps.com', 'https://acme.awsapps.com/start'],
    ['https://acme..awsapps.com:99999/start', 'no address'],
  ])('“%s” is not, and a sentence says why', (text, why) => {
    expect(checkStartUrl(text)).toContain(why);
  });

  it('is told while it is typed only what cannot become right', () => {
    for (const text of ['', 'h', 'https:/', 'https://', 'https://acme', 'https://acme.awsapps']) {
      expect(checkTypedStartUrl(text)).toBeUndefined();
    }
    expect(checkTypedStartUrl('http://')).toContain('not http');
    expect(checkTypedStartUrl('https://acme aws')).toContain('no spaces');
    expect(checkTypedStartUrl('acme')).toContain('is like');
  });

  it('loses what a browser adds in the portal', () => {
    expect(tidyStartUrl(' https://acme.awsapps.com/start/#/?tab=accounts ')).toBe(
      'https://acme.awsapps.com/start',
    );
  });

  it('that the form takes is one that the contract takes', () => {
    const texts = fc.oneof(
      fc.webUrl({ validSchemes: ['https'], withFragments: true }),
      fc.string().map((text) => `https://${text}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        if (checkStartUrl(text) === undefined)
          expect(startUrl.safeParse(tidyStartUrl(text)).success).toBe(true);
      }),
    );
  });
});

describe('the name of a sign-in', () => {
  it('is right in the form exactly where it is in the contract', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[\w.@+ -]{0,70}$/));
    fc.assert(
      fc.property(texts, (text) => {
        expect(checkSignInName(text, []) === undefined).toBe(name.safeParse(text.trim()).success);
      }),
    );
  });

  it('is one that no other sign-in has', () => {
    expect(checkSignInName('acme', ['acme'])).toContain('already');
  });

  it.each([
    ['https://acme.awsapps.com/start', 'acme'],
    ['https://start.us-gov-home.awsapps.com/directory/acme-gov', 'acme-gov'],
    ['https://d-90670ca5d4.awsapps.com/start', 'aws'],
    ['https://ssoins-7223b02ea0bb5a21.portal.eu-west-1.app.aws', 'aws'],
    ['https://sso.northwind.example', 'northwind'],
    ['nonsense', ''],
  ])('is suggested by %s', (url, suggested) => {
    expect(nameFromStartUrl(url, [])).toBe(suggested);
  });

  it('is suggested anew where it is taken', () => {
    expect(nameFromStartUrl('https://acme.awsapps.com/start', ['acme', 'acme-2'])).toBe('acme-3');
  });

  it('that is suggested can be taken', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'] }), (url) => {
        const suggested = nameFromStartUrl(url, []);
        if (suggested !== '') expect(checkSignInName(suggested, [])).toBeUndefined();
      }),
    );
  });
});

describe('a region', () => {
  it.each(regions)('%s (%s) is one that the contract takes', (id) => {
    expect(checkRegion(id)).toBeUndefined();
    expect(region.safeParse(id).success).toBe(true);
  });

  it.each(['', 'Ireland', 'eu-west', 'xx-west-1'])('“%s” is none', (text) => {
    expect(checkRegion(text)).toBeDefined();
  });
});

it('the likely favourites begin with everyday roles, each account once before any twice', () => {
  const rows = ['payments', 'search'].flatMap((account, index) =>
    ['AdministratorAccess', 'ReadOnlyAccess', 'PowerUserAccess'].map((role) => ({
      ...profile(account, role, 'acme'),
      accountId: `00000000000${index}`,
    })),
  );
  expect(likelyProfiles(rows).map(({ name: one }) => one)).toEqual([
    'payments.PowerUserAccess',
    'search.PowerUserAccess',
    'payments.ReadOnlyAccess',
    'search.ReadOnlyAccess',
    'payments.AdministratorAccess',
    'search.AdministratorAccess',
  ]);
});
