import { describe, expect, it } from 'vitest';
import { parseAccountId } from '../../../src-main/core/arn.ts';
import { labelsOf, type Labelled } from '../../../src-main/core/guard/labelsOf.ts';
import { fc } from '../../support/fc.ts';

const deploy: Labelled = {
  name: 'payments-prod.Deploy',
  source: { accountId: parseAccountId('012345678901'), accountName: 'Payments Prod', roleName: 'Deploy' },
};

const fits = (pattern: string, profile: Labelled = deploy): boolean =>
  labelsOf([{ label: 'production', pattern }], profile).length > 0;

describe('a label', () => {
  it.each([
    ['payments-prod.Deploy', 'the whole name'],
    ['PAYMENTS-PROD.deploy', 'in whichever case'],
    ['payments-*', 'a name that begins so'],
    ['*.deploy', 'one that ends so'],
    ['*prod*', 'one that has it'],
    ['012345678901', 'the account by its id'],
    ['payments prod', 'the account by its name'],
    ['012345678901/Deploy', 'ACCOUNT/ROLE by id'],
    ['payments prod/deploy', 'ACCOUNT/ROLE by name'],
    ['*/deploy', 'a role of every account'],
    ['p*-p*.d*y', 'several stars'],
    ['*', 'everything'],
    ['**', 'as one star does'],
  ])('is given by %s: %s', (pattern) => {
    expect(fits(pattern)).toBe(true);
  });

  it.each([
    ['payments', 'a part alone fits nothing'],
    ['Deploy', 'a role’s name alone is no pattern for it'],
    ['payments.prod.Deploy', 'a dot is a dot'],
    ['payments-prod.Deplo?', 'a question mark is one, too'],
    ['.*', 'this is no regular expression'],
    ['payments-prod.D*Deploy', 'what stands before a star is not used again after it'],
    ['012345678901/Deplo', 'a part of ACCOUNT/ROLE'],
  ])('is not given by %s: %s', (pattern) => {
    expect(fits(pattern)).toBe(false);
  });

  it('is given by each rule that fits, once, in the order of the rules; none takes one away', () => {
    const rules = [
      { label: 'production', pattern: '*prod*' },
      { label: 'payments', pattern: 'payments*' },
      { label: 'staging', pattern: '*staging*' },
      { label: 'production', pattern: '*/Deploy' },
    ];
    expect(labelsOf(rules, deploy)).toEqual(['production', 'payments']);
    expect(labelsOf(rules.slice(0, 1), deploy)).toEqual(['production']);
  });

  it('needs no name of the account, which AWS may leave out', () => {
    const nameless = { ...deploy, source: { ...deploy.source, accountName: null } };
    expect(fits('null/Deploy', nameless)).toBe(false);
    expect(fits('012345678901/*', nameless)).toBe(true);
  });
});

describe('a pattern', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '/', '.'), minLength: 1, maxLength: 12 });

  it('fits what a star for any text fits, and nothing else', () => {
    fc.assert(
      fc.property(
        letters,
        fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 10 }),
        (pattern, name) => {
          const parts = pattern.split('*').map((part) => part.replaceAll(/[./]/g, '\\$&'));
          const oracle = new RegExp(`^${parts.join('.*')}$`);
          const subjects = [name, '012345678901', '012345678901/Deploy'];
          const profile = { name, source: { ...deploy.source, accountName: null } };
          expect(fits(pattern, profile)).toBe(subjects.some((subject) => oracle.test(subject)));
        },
      ),
    );
  });

  it('of many stars takes no time on a name that nearly fits', () => {
    const name = `${'a'.repeat(4000)}b`;
    const before = process.cpuUsage();
    expect(fits(`${'*a'.repeat(127)}*c`, { ...deploy, name })).toBe(false);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });

  it('is read once for the 50,000 rows of a large organisation', () => {
    let reads = 0;
    const rules = ['*prod*', '*-staging.*', '*/Admin', '01234*', 'payments-*'].map((pattern, at) => ({
      label: `label ${at}`,
      get pattern() {
        reads += 1;
        return pattern;
      },
    }));
    const rows = Array.from({ length: 50_000 }, (_, at) => ({
      name: `team-${at}-prod.Role${at % 10}`,
      source: {
        accountId: parseAccountId(String(100_000_000_000 + at)),
        accountName: `team-${at}-prod`,
        roleName: `Role${at % 10}`,
      },
    }));
    expect(rows.flatMap((row) => labelsOf(rules, row))).toHaveLength(50_000);
    expect(reads).toBe(rules.length);
  });
});
