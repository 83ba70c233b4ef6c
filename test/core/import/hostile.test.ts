/** Files that nobody’s tool wrote, or that were cut short: words within a second, and nothing else (threat row 60). */
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createImportFiles } from '../../../src-main/adapters/importFiles.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import { awsSsoCliFindings } from '../../../src-main/core/import/awsSsoCliFindings.ts';
import { awsVaultFindings } from '../../../src-main/core/import/awsVaultFindings.ts';
import { configFindings } from '../../../src-main/core/import/configFindings.ts';
import type { Findings } from '../../../src-main/core/import/findings.ts';
import { grantedFindings } from '../../../src-main/core/import/grantedFindings.ts';
import { leappFindings } from '../../../src-main/core/import/leappFindings.ts';
import { sharedFindings } from '../../../src-main/core/import/sharedFindings.ts';
import { fc } from '../../support/fc.ts';

type Reader = (text: string) => Findings | Promise<Findings>;

const readers = {
  aws: (text) => configFindings(text, ''),
  'aws-vault': (text) => awsVaultFindings(text, ''),
  granted: (text) => grantedFindings({ config: '', credentials: '', own: text }),
  'aws-sso-cli': awsSsoCliFindings,
  leapp: leappFindings,
  settings: (text) => sharedFindings('settings', text),
  team: (text) => sharedFindings('team', text),
} satisfies Record<string, Reader>;
const all = Object.entries(readers) as [keyof typeof readers, Reader][];

const megabyte = 1_048_576;
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');
const laughs = ['a: &a [x]', ...Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*a, *a]`)].join('\n');

const hostile: Readonly<Record<string, string>> = {
  'one byte too long': ' '.repeat(megabyte + 1),
  'prototype keys, JSON': '{"__proto__":{"polluted":1},"_sessions":[{"__proto__":{"polluted":1}}]}',
  'prototype keys, YAML':
    'SSOConfig:\n  __proto__:\n    polluted: 1\n  constructor: {prototype: {polluted: 1}}\n',
  'prototype keys, TOML': '[__proto__]\npolluted = 1\n[SSO.__proto__]\nStartURL = "x"\n',
  'prototype keys, INI':
    '[profile __proto__]\nrole_arn = x\nsource_profile = constructor\n[__proto__]\npolluted = 1\n',
  'an alias': 'SSOConfig: &a {}\nother: *a\n',
  'a billion laughs': laughs,
  'a merge key': 'SSOConfig: {}\nx: {<<: {a: 1}}\n',
  'a tag': 'SSOConfig: !!js/function "x"\n',
  'brackets without end': '['.repeat(megabyte),
  'braces without end': '{"a":'.repeat(200_000),
  'dashes without end': '- '.repeat(500_000),
  'questions without end': '? '.repeat(500_000),
  'a staircase': many(1400, (at) => `${' '.repeat(at)}a:\n`),
  'dots without end': `${'a.'.repeat(500_000)}b = 1`,
  'inline tables without end': `a = ${'{b='.repeat(300_000)}`,
  'a NUL': '[profile a\0b]\nrole_arn = x\n',
  'a hundred thousand keys': many(100_000, (at) => `k${at}: 1\n`),
  'many profiles': many(33_000, (at) => `[profile p${at}]\nrole_arn=x\n`),
  'a chain as long as the file': many(
    14_000,
    (at) => `[profile p${at}]\nrole_arn=arn:aws:iam::111111111111:role/R\nsource_profile=p${at + 1}\n`,
  ).slice(0, megabyte),
  'the wrong types': '{"_sessions":{"a":1},"SSOConfig":[1],"latchkey":3,"signIns":"x"}',
  'a number': '42',
  nothing: '',
  'no text': String.fromCharCode(...Array.from({ length: 512 }, (_, at) => (at * 7 + 1) % 256)),
};

describe.each(all)('a hostile file read as %s’s', (_from, reader) => {
  it.each(Object.entries(hostile))('%s', async (_name, text) => {
    const before = process.cpuUsage();
    const outcome = await Promise.resolve()
      .then(() => reader(text))
      .catch((error: unknown) => error);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
    else expect(taken(outcome as Findings)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

/** Whatever would change something. */
function taken({ signIns, profiles, roles, labels, marks, preferences }: Findings): unknown[] {
  return [
    ...signIns,
    ...profiles,
    ...roles,
    ...labels,
    ...marks.roles,
    ...marks.labels,
    ...Object.keys(preferences),
  ];
}

const fixture = (path: string) =>
  readFileSync(join(import.meta.dirname, '../../fixtures/import', path), 'utf8');
const written = [
  ['aws', 'aws/config'],
  ['aws-vault', 'aws-vault/config'],
  ['granted', 'granted/config'],
  ['aws-sso-cli', 'aws-sso-cli/config.yaml'],
  ['leapp', 'leapp/workspace.json'],
  ['team', 'team/team.yaml'],
] as const;

describe('a file of', () => {
  it.each(written)('%s, cut or garbled anywhere, gives words or what AWS would take', async (from, path) => {
    const text = fixture(path);
    const piece = fc.oneof(
      fc.constantFrom(
        '__proto__',
        '\0',
        '\u202e',
        '&a ',
        '*a',
        '{',
        '[',
        '"',
        '\n',
        'javascript:alert(1)',
        'http://evil.example.com',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const garbled = fc
      .tuple(fc.nat(text.length), fc.nat(40), piece)
      .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
    const cut = fc.nat(text.length).map((at) => text.slice(0, at));
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, garbled), async (given) => {
        const outcome = await Promise.resolve()
          .then(() => readers[from](given))
          .catch((error: unknown) => error);
        if (outcome instanceof AppError) {
          expect(outcome.message).not.toMatch(/\p{Cc}|\u202e/u);
          return;
        }
        if (outcome instanceof Error) throw outcome;
        const { signIns, roles, labels, left } = outcome as Findings;
        for (const { startUrl, name } of signIns) {
          expect(startUrl).toMatch(/^https:\/\//);
          expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$/);
        }
        for (const { accountId, roleName, alias = 'a' } of roles)
          expect(`${accountId}/${roleName}/${alias}`).toMatch(
            /^\d{12}\/[\w+=,.@-]{1,64}\/[\p{L}\p{N} ._-]+$/u,
          );
        for (const { label } of labels) expect(label).not.toMatch(/\p{C}/u);
        for (const { name, why } of left) expect(name + why).not.toMatch(/[\p{Cc}\u202e]/u);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what is read from the disk', () => {
  it('is refused by its size before a byte of it is read, and is a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-'));
    try {
      const files = createImportFiles({ HOME: folder }, () => Promise.resolve([]));
      const path = join(folder, 'large');
      await writeFile(path, '');
      // Sparse: it has no bytes that could be read, and more of them than Node reads.
      await truncate(path, 2 ** 40);
      await expect(files.read(path)).rejects.toMatchObject({ code: 'file-invalid' });
      await expect(files.readLeapp(path)).rejects.toMatchObject({ code: 'file-invalid' });
      await truncate(path, megabyte);
      expect((await files.read(path))?.length).toBe(megabyte);
      await expect(files.read(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
      await expect(files.read(join(folder, 'none'))).resolves.toBeUndefined();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
