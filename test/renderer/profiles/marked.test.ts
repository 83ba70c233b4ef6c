import { describe, expect, it } from 'vitest';
import { isolated, joined, marked, printedPieces } from '../../../src-renderer/profiles/marked.ts';

const parts = { account: 'payments-prod', role: 'BillingAdmin', id: '042199330871' };
const shown = (words: readonly string[]) => {
  const pieces = marked(parts, words);
  const text = (of: typeof pieces.account) => of.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');
  return [text(pieces.account), text(pieces.role), text(printedPieces(pieces.id))];
};

describe('the letters that matched', () => {
  it.each([
    [
      ['pay', 'adm'],
      ['[pay]ments-prod', 'Billing[Adm]in', '0421-9933-0871'],
    ],
    [['payprod'], ['[pay]ments-[prod]', 'BillingAdmin', '0421-9933-0871']],
    [['0421-9933'], ['payments-prod', 'BillingAdmin', '[0421-9933-]0871']],
    [['-pay'], ['payments-prod', 'BillingAdmin', '0421-9933-0871']],
    [['elsewhere'], ['payments-prod', 'BillingAdmin', '0421-9933-0871']],
  ])('of %j are set apart', (words, expected) => {
    expect(shown(words)).toEqual(expected);
  });
});

describe('pieces in one element', () => {
  const plain = (text: string) => ({ text, hit: false });
  const hit = (text: string) => ({ text, hit: true });

  it('are one text where they are alike', () => {
    expect(joined([plain('0421-'), plain(' · '), hit('corp'), hit('-'), plain('sso')])).toEqual([
      plain('0421- · '),
      hit('corp-'),
      plain('sso'),
    ]);
  });

  it.each(['שלום', '\u{10d00}\u{10d01}'])(
    'of the name %s, from right to left, turn nothing around it',
    (name) => {
      expect(joined([plain('1 · '), ...isolated([plain(name)]), plain(' · corp')])).toEqual([
        plain(`1 · \u2068${name}\u2069 · corp`),
      ]);
      expect(isolated([plain('corp'), hit('sso')])).toEqual([plain('corp'), hit('sso')]);
    },
  );
});
