import { describe, expect, it } from 'vitest';
import { prepareSearch, searchProfiles, type Searchable } from '../../src-main/core/search.ts';
import { fc } from '../support/fc.ts';

let made = 0;
function row(accountName: string, roleName: string, more: Partial<Searchable> = {}): Searchable {
  made += 1;
  const accountId = String(420_000_000_000 + made);
  return {
    accountName,
    roleName,
    accountId,
    name: `${accountName}.${roleName}`,
    ssoSession: 'acme',
    ...more,
  };
}

const admin = row('payments-prod', 'AdministratorAccess', { accountId: '042199330871' });
const reader = row('payments-prod', 'ReadOnlyAccess');
const edge = row('edge', 'AdministratorAccess', { ssoSession: 'northwind' });
const rows = [admin, reader, edge];

describe('words find a profile', () => {
  it.each([
    ['by account and role', 'pay adm', [admin]],
    ['in any order', 'adm pay', [admin]],
    ['by its account id', '42199330871', [admin]],
    ['by its account id as AWS prints it', '0421-9933-0871', [admin]],
    ['by its sign-in', 'northwind', [edge]],
    ['whatever the case', 'EDGE', [edge]],
    ['without the words that a hyphen keeps out', 'access -pay', [edge]],
    ['by nothing but signs not at all: all stay', ' / ', rows],
    ['only if every word fits', 'payments edge', []],
  ])('%s', (_how, words, found) => {
    expect(searchProfiles(rows, words)).toEqual(found);
  });

  it('by letters that are not Latin, too', () => {
    const other = row('חשבון', 'Admin');
    expect(searchProfiles([...rows, other], 'חשב')).toEqual([other]);
  });

  it('by letters far apart where nothing is closer, and only there', () => {
    const search = prepareSearch(rows);
    expect(search.find('payprod', 'close')).toEqual([]);
    expect(search.find('payprod', 'typed')).toEqual([admin, reader]);
    const near = row('payprod', 'Admin');
    expect(prepareSearch([...rows, near]).find('payprod', 'typed')).toEqual([near]);
  });
});

describe('what signs set apart in a word', () => {
  it.each([
    ['may be further apart, in that order', 'pay-adm', [admin]],
    ['stands in that order', 'adm-pay', []],
    ['may stand in one account id', '0421-0871', [admin]],
    ['stands in that order in an account id, too', '0871-0421', []],
  ])('%s', (_how, words, found) => {
    const named = rows.map((one) => ({ ...one, name: 'x' }));
    expect(searchProfiles(named, words).map(({ accountId }) => accountId)).toEqual(
      found.map(({ accountId }) => accountId),
    );
  });

  // Nobody types what a row shows in another order with a hyphen; with a space any order fits.
  it.each([
    ['from the account to its id and on to the sign-in', 'pay-0421-acme', true],
    ['from what is shown to a name of its own, which stands last', 'acme-ledger', true],
    ['not from that name back to what is shown', 'ledger-acme', false],
    ['not from the sign-in back to the account', 'acme-pay', false],
  ])('may stand in several fields: %s', (_how, word, isFound) => {
    const named = { ...admin, name: 'ledger' };
    expect(searchProfiles([named], word)).toEqual(isFound ? [named] : []);
    expect(searchProfiles([named], word.replaceAll('-', ' '))).toEqual([named]);
  });

  it('comes first where it is in one piece', () => {
    const apart = row('team-1', 'Reader7');
    const whole = row('team-7', 'Reader');
    expect(searchProfiles([apart, whole], 'team-7')).toEqual([whole, apart]);
  });

  it('is in one piece in a name of account and role, too', () => {
    const apart = row('team', 'Admin', { name: 'x', alias: 'reader' });
    const whole = row('team', 'Reader', { name: 'team-Reader' });
    expect(searchProfiles([apart, whole], 'team-read')).toEqual([whole, apart]);
    expect(searchProfiles([apart, whole], 'team -team-read')).toEqual([apart]);
  });
});

describe('letters of a word', () => {
  it('have at most three others between two of them, however they can be read', () => {
    expect(searchProfiles([row('axxxxaxb', 'Reader')], 'ab')).toHaveLength(1);
    expect(searchProfiles([row('axxxxb', 'Reader')], 'ab')).toEqual([]);
  });

  it('do not reach from one field into the next', () => {
    expect(prepareSearch([row('edge', 'Admin', { name: 'x' })]).find('edgeadm', 'loose')).toEqual([]);
  });

  it('reach from account to role in a name of both, but over no space', () => {
    const [named, spaced] = ['edge.Admin', 'edge Admin'].map((name) => row('edge', 'Admin', { name }));
    expect(prepareSearch([named!, spaced!]).find('edadm', 'loose')).toEqual([named]);
  });
});

it('only rows that the caller asks about are found', () => {
  const some = prepareSearch(rows);
  expect(
    some.find(
      'access',
      'typed',
      () => 0,
      (at) => at !== 0,
    ),
  ).toEqual([reader, edge]);
  expect(
    some.find(
      '',
      'typed',
      () => 0,
      (at) => at === 2,
    ),
  ).toEqual([edge]);
});

describe('the best match comes first', () => {
  const scattered = row('doartia', 'Reader');
  const within = row('metadata', 'Reader');
  const start = row('database', 'Reader');
  const whole = row('data-lake', 'Reader');
  const capital = row('metaData', 'Reader');

  it('a whole word, then the start of one, then letters within one, then letters apart', () => {
    expect(searchProfiles([scattered, within, start, whole], 'data')).toEqual([
      whole,
      start,
      within,
      scattered,
    ]);
  });

  it('a capital begins a word', () => {
    expect(searchProfiles([within, capital], 'data')).toEqual([capital, within]);
  });

  it('equally good ones by what the caller puts first, then as they came', () => {
    const same = [row('pay-1', 'Reader'), row('pay-2', 'Reader'), row('pay-3', 'Reader')];
    const found = prepareSearch(same).find('pay', 'typed', (at) => (at === 2 ? 0 : 1));
    expect(found).toEqual([same[2], same[0], same[1]]);
  });

  it('a better match before what the caller puts first', () => {
    const found = prepareSearch([within, whole]).find('data', 'typed', (at) => at);
    expect(found).toEqual([whole, within]);
  });
});

describe('typing on', () => {
  const word = fc.stringMatching(/^-?[a-e0-2]([a-e0-2.-]{0,3}[a-e0-2])?$/);
  const name = fc.array(fc.stringMatching(/^[a-eA-E0-2]{1,4}$/), { minLength: 1, maxLength: 3 });

  it('finds what the same words find at once', () => {
    fc.assert(
      fc.property(
        fc.array(
          name.map((words) => row(words.join('-'), words.join(''))),
          { maxLength: 20 },
        ),
        fc.array(word, { minLength: 1, maxLength: 3 }),
        (some, words) => {
          const typed = words.join(' ');
          const search = prepareSearch(some);
          for (let end = 1; end <= typed.length; end += 1) {
            const far = typed.slice(0, end);
            expect(search.find(far, 'typed')).toEqual(prepareSearch(some).find(far, 'typed'));
          }
        },
      ),
    );
  });
});

describe('among others', () => {
  const letters = fc.stringMatching(/^[abAB1]{1,2}$/);
  const name = fc.array(letters, { minLength: 1, maxLength: 2 }).map((some) => some.join('-'));
  const account = fc.record({
    accountName: name,
    roles: fc.uniqueArray(letters, { minLength: 1, maxLength: 4 }),
    named: fc.constantFrom(
      (its: string, role: string) => `${its}.${role}`,
      (its: string, role: string) => `${its.replaceAll('-', '_')}_x.${role}`,
      (its: string, role: string) => `${role}-${its}`,
      (its: string, role: string) => `${role} ${its.replaceAll('-', '_')}_x`,
      (its: string, role: string) => `x-${role}-${its}`,
    ),
  });
  const list = fc
    .array(account, { maxLength: 6 })
    .map((accounts) =>
      accounts.flatMap(({ accountName, roles, named }, at) =>
        roles.map((role) =>
          row(accountName, role, { accountId: String(at), name: named(accountName, role) }),
        ),
      ),
    );
  const words = fc.stringMatching(/^-?[ab1][ab1_.-]{0,3}( -?[ab1][ab1.-]{0,2})?$/);

  it.each(['close', 'loose'] as const)('a profile is found as it is alone: %s', (how) => {
    fc.assert(
      fc.property(list, words, fc.integer({ min: 1, max: 3 }), (some, typed, every) => {
        const isAmong = (at: number): boolean => at % every === 0;
        const alone = some.filter((one, at) => isAmong(at) && searchProfiles([one], typed, how).length > 0);
        const found = prepareSearch(some).find(typed, how, () => 0, isAmong);
        expect(new Set(found)).toEqual(new Set(alone));
      }),
    );
  });

  it.each([
    ['before', 'web_shop.Admin', ['shop.adm', 'b_shop.a', 'shop-adm'], '-shop.adm', 'shopadm'],
    ['behind', 'Admin.web_shop', ['min.web', 'n.web_s', 'admin-web'], '-min.web', 'adminshop'],
  ])('a profile is found by what its name says %s the role, which is not its account', (...given) => {
    const [, name, over, without, loose] = given;
    const named = row('edge', 'Admin', { name });
    for (const typed of ['shop', 'web_shop', ...over])
      expect(searchProfiles([edge, named], typed)).toEqual([named]);
    expect(searchProfiles([edge, named], `edge ${without}`)).toEqual([edge]);
    expect(searchProfiles([edge, named], loose, 'loose')).toEqual([named]);
  });

  it('nothing is found by letters that its name has the other way round, or apart by a space', () => {
    const [tailed, spaced] = ['Admin.web_shop', 'Admin web_shop'].map((name) =>
      row('edge', 'Admin', { name }),
    );
    expect(searchProfiles([tailed!], 'shop-admin')).toEqual([]);
    expect(searchProfiles([spaced!], 'adminshop', 'loose')).toEqual([]);
  });

  it('profiles of one account are found by what their names say before the role, or behind it', () => {
    const [before, behind] = [
      row('edge', 'Admin', { accountId: '1', name: 'web.Admin' }),
      row('edge', 'Reader', { accountId: '1', name: 'Reader.web' }),
    ];
    const found = ['web.adm', 'er.web', 'web.rea', '-web.adm', '-er.web'].map((typed) =>
      searchProfiles([before, behind], typed),
    );
    expect(found).toEqual([[before], [behind], [], [behind], [before]]);
  });

  it('of an account with many roles are found whose names have the letters over a sign', () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      row('edge', `Role${at}`, { accountId: '1', name: `web.Role${at}` }),
    );
    const found = prepareSearch(many).find('b.role5', 'close');
    const numbers = [5, ...Array.from({ length: 10 }, (_, at) => 50 + at), 15, 25, 35, 45];
    expect(found.map(({ roleName }) => roleName)).toEqual(numbers.map((number) => `Role${number}`));
  });

  it('the best match comes first behind hundreds that are not', () => {
    const many = Array.from({ length: 200 }, (_, at) => row(`metadata-${at}`, 'Reader'));
    expect(
      prepareSearch([...many, row('data', 'Reader')])
        .places('data', 'typed')
        .at(0),
    ).toBe(200);
  });

  it('a profile of hundreds is where it is in a list of a few: the best first, then as they came', () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      row(at % 2 === 0 ? `data-${at}` : `metadata-${at}`, 'Reader'),
    );
    const places = prepareSearch(many).places('data', 'typed');
    const expected = [...many.keys()].sort((a, b) => (a % 2) - (b % 2) || a - b);
    expect([places.length, places.at(0), places.at(300)]).toEqual([300, 0, undefined]);
    expect(places.findIndex((at) => at === 299)).toBe(299);
    expect(expected.map((_, at) => places.at(at))).toEqual(expected);
  });
});
