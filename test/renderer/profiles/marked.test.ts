import { describe, expect, it } from 'vitest';
import { marked, printedPieces } from '../../../src-renderer/profiles/marked.ts';

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
