import { describe, expect, it } from 'vitest';
import { composed, folded } from '../../src-main/core/folded.ts';
import { searchProfiles } from '../../src-main/core/search.ts';
import { marked } from '../../src-renderer/profiles/marked.ts';
import { fc } from '../support/fc.ts';

const rowOf = (accountName: string) => ({
  name: 'x',
  accountId: '012345678901',
  accountName,
  roleName: 'Admin',
  ssoSession: 'corp',
});

describe('an account is found', () => {
  it.each([
    ['İstanbul', 'istanbul', 'with the dotted capital of Turkish'],
    ['ISPARTA', 'ısparta', 'with the i without a dot'],
    ['istanbul', 'İSTANBUL', 'with the dotted capital typed'],
    ['Zürich'.normalize('NFD'), 'zürich'.normalize('NFC'), 'whose accent stands apart'],
    ['Zürich'.normalize('NFC'), 'züri'.normalize('NFD'), 'typed with an accent apart'],
    ['ΟΔΟΣ', 'οδος', 'with a sigma at its end'],
    ['ΟΔΟΣ', 'οδοσ', 'with a sigma that may go on'],
    ['حساب الإنتاج', 'الإنتاج', 'in Arabic'],
    ['支払い-本番', '本番', 'in Japanese'],
  ])('%s by %s: %s', (name, typed) => {
    expect(searchProfiles([rowOf('edge'), rowOf(name)], typed)).toMatchObject([{ accountName: name }]);
  });
});

describe('what was found is marked', () => {
  it('where it stands, also behind letters that could change their length', () => {
    const pieces = marked({ account: `İİ${'ü'.normalize('NFD')}-Prod` }, [folded('prod')]);
    expect(pieces.account).toEqual([
      { text: 'İİü-', hit: false },
      { text: 'Prod', hit: true },
    ]);
  });

  it('because folding keeps the length of a composed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(folded(composed(text))).toHaveLength(composed(text).length);
      }),
    );
  });
});
