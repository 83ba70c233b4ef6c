import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editSections, withoutOurs, type Block } from '../../../src-main/core/profiles/editSections.ts';
import { byProfile, parseSharedFile, type SharedFile } from '../../../src-main/core/profiles/sharedFile.ts';
import { startBotocore, type Botocore } from '../../support/botocore.ts';
import { checkProfileName } from '../../../src-main/core/profiles/safeText.ts';
import { jsSdkKeysOf } from '../../support/jsSdk.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { awsFileText } from './awsFileText.ts';
import { fc } from '../../support/fc.ts';

const endsAt = Date.parse('2026-01-01T09:00:00Z');
const home = 'test0home';

function keysBlock(name: string, secret = 'first'): Block {
  return {
    name,
    marker: { kind: 'keys', id: 'a'.repeat(24), home, endsAt },
    keys: [
      ['aws_access_key_id', 'not-a-key'],
      ['aws_secret_access_key', secret],
      ['aws_session_token', `token-${secret}`],
    ],
  };
}

function put(file: SharedFile, text: string, ...blocks: Block[]): string {
  return editSections(file, text, {
    put: new Map(blocks.map((block) => [block.name, block])),
    takeOut: () => false,
  }).text;
}

function takeOut(file: SharedFile, text: string, name: string): string {
  return editSections(file, text, { put: new Map(), takeOut: (_, section) => section.name === name }).text;
}

const anyFile = fc.constantFrom<SharedFile>('config', 'credentials');

let botocore: Botocore;
beforeAll(async () => {
  botocore = await startBotocore();
});
afterAll(() => botocore.close());

test('a file in which nothing of ours changes keeps every byte', () => {
  fc.assert(
    fc.property(anyFile, awsFileText, (file, text) => {
      const edit = editSections(file, text, { put: new Map(), takeOut: () => true });
      expect(edit).toEqual({ text, hunks: [] });
    }),
    { numRuns: 6_000 },
  );
});

test('putting a section in and taking it out again gives the same bytes', () => {
  fc.assert(
    fc.property(anyFile, awsFileText, (file, text) => {
      const added = put(file, text, keysBlock('ours'));
      expect(added.startsWith(text)).toBe(true);
      expect(takeOut(file, added, 'ours')).toBe(text);
    }),
    { numRuns: 6_000 },
  );
});

test('many sections put in, renewed and taken out in any order leave the same bytes', () => {
  const steps = fc.array(
    fc.record({ name: fc.constantFrom('one', 'two', 'three'), does: fc.constantFrom('put', 'take', 'both') }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(anyFile, awsFileText, steps, (file, text, taken) => {
      let now = text;
      for (const [index, { name, does }] of taken.entries()) {
        if (does === 'put') now = put(file, now, keysBlock(name, `secret${index}`));
        if (does === 'take') now = takeOut(file, now, name);
        if (does === 'both') now = put(file, now, keysBlock(name), keysBlock('two', `secret${index}`));
        expect(withoutOurs(file, now)).toBe(text);
      }
    }),
    { numRuns: 5_000 },
  );
});

test('a file that ends with a lone carriage return gets it back', () => {
  const one = put('config', 'x\r', keysBlock('one'));
  expect(withoutOurs('config', put('config', one, keysBlock('two')))).toBe('x\r');
});

test('new lines end as the lines of the file do, and a missing last newline stays missing', () => {
  expect(put('credentials', '[user]\r\nregion = x\r\n', keysBlock('ours'))).toMatch(
    /x\r\n\r\n\[ours\]\r\n# latchkey keys [^\n]*\r\n(aws_\w+ = \S+\r\n){3}$/,
  );
  expect(put('credentials', '[user]\nregion = x', keysBlock('ours'))).toMatch(/x\n\n\[ours\]\n[^]*first$/);
  expect(put('credentials', '[user]\n\n', keysBlock('ours'))).toMatch(/^\[user\]\n\n\[ours\]\n/);
  expect(put('credentials', '', keysBlock('ours'))).toMatch(/^\[ours\]\n[^]*first\n$/);
});

test('a renewed section stays where it is, with the lines around it', () => {
  const before = put('credentials', '[user]\n', keysBlock('ours')) + '# mine\n[other]\nregion = x\n';
  const after = put('credentials', before, keysBlock('ours', 'second'));
  expect(after.indexOf('[ours]')).toBe(before.indexOf('[ours]'));
  expect(after).toContain('aws_session_token = token-second\n# mine\n[other]\nregion = x\n');
  expect(withoutOurs('credentials', after)).toBe('[user]\n# mine\n[other]\nregion = x\n');
});

test('lines that a person added to or changed in our section stay when ours go', () => {
  const text = put('credentials', '[user]\nregion = x\n', keysBlock('ours'));
  const grown = `${text}output = json\n`;
  expect(withoutOurs('credentials', grown)).toBe('[user]\nregion = x\n\n[ours]\noutput = json\n');
  const overwritten = text
    .replace('aws_access_key_id = not-a-key', 'aws_access_key_id = users-own')
    .replace('aws_secret_access_key = first', 'aws_secret_access_key = users-own');
  expect(withoutOurs('credentials', overwritten)).toBe(
    '[user]\nregion = x\n\n[ours]\naws_access_key_id = users-own\naws_secret_access_key = users-own\n',
  );
  for (const changed of [grown, overwritten, text.replace('[ours]', '[ours] # my')]) {
    const [section] = byProfile(parseSharedFile('credentials', changed)).get('ours') ?? [];
    expect(section?.mark?.intact).toBe(false);
  }
});

test('comments that follow our section are not ours', () => {
  const text = `${put('config', '', keysBlock('ours'))}\n# about the next one\n[profile next]\n`;
  expect(byProfile(parseSharedFile('config', text)).get('ours')?.[0]?.mark?.intact).toBe(true);
  expect(withoutOurs('config', text)).toBe('\n# about the next one\n[profile next]\n');
});

test.each([
  ['config', '[profile a]'],
  ['config', '[profile "a"]'],
  ['config', "[profile 'a']"],
  ['config', '[profile  a]'],
  ['config', '[profile\ta]'],
  ['config', '[ profile a ]'],
  ['config', '[profiles a]'],
  ['config', '  [profile a]'],
  ['config', '[profile a] # note'],
  ['config', '[profile a]# note'],
  ['config', '[profile a'],
  ['config', '\u00ef\u00bb\u00bf[profile a]'],
  ['credentials', '[a]'],
  ['credentials', '[ a ]'],
  ['credentials', '[a] ; note'],
] as const)('in the %s file %j is a section of profile a', (file, header) => {
  expect(byProfile(parseSharedFile(file, `${header}\nregion = x\n`)).get('a')).toHaveLength(1);
});

test.each([
  ['config', '[a]'],
  ['config', '[sso-session a]'],
  ['config', '# [profile a]'],
  ['config', '[profile b]'],
  ['credentials', '[profile a]'],
  ['credentials', '[A]'],
] as const)('in the %s file %j is not profile a', (file, header) => {
  expect(byProfile(parseSharedFile(file, `${header}\n`)).get('a')).toBeUndefined();
});

test.each(['[default]', '[profile default]', '[profile "default"]', '[Default]'])(
  'in the config file %s is the default profile',
  (header) => {
    expect(byProfile(parseSharedFile('config', `${header}\n`)).has('default')).toBe(true);
  },
);

test('botocore reads what it read before, and our section beside it', async () => {
  let readable = 0;
  await fc.assert(
    fc.asyncProperty(anyFile, awsFileText, async (file, text) => {
      const before = await botocore.readText({ [file]: text });
      const added = put(file, text, keysBlock('ours'));
      const after = await botocore.readText({ [file]: added });
      if ('error' in before) {
        expect(after).toHaveProperty('error');
        return;
      }
      readable += 1;
      const ours = Object.fromEntries(keysBlock('ours').keys);
      expect(after).toEqual({
        ...before,
        [file]: { ...before[file], ours },
        profiles: { ...before.profiles, ours },
      });
    }),
    { numRuns: 2_000 },
  );
  expect(readable).toBeGreaterThan(200);
});

test('the JS SDK finds our keys in whatever file they stand', async () => {
  const folder = await temporaryFolder();
  const files = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  await fc.assert(
    fc.asyncProperty(awsFileText, async (text) => {
      await writeFile(files.credentials, put('credentials', text, keysBlock('ours')), 'latin1');
      expect(await jsSdkKeysOf(files, 'ours')).toMatchObject({
        accessKeyId: 'not-a-key',
        secretAccessKey: 'first',
        sessionToken: 'token-first',
      });
    }),
    { numRuns: 300 },
  );
  await rm(folder, { recursive: true });
});

test.each(['[a]\r', 'x\r', '\u0000\r', '[a]\nx = 1\n\r'])(
  'behind a lone carriage return, which is no line end for the JS SDK, our section begins a line: %j',
  (text) => {
    const added = put('credentials', text, keysBlock('ours'));
    expect(added.startsWith(`${text}\n[ours]\n`)).toBe(true);
    expect(withoutOurs('credentials', added)).toBe(text);
  },
);

test('whatever name is asked for, either it is refused or exactly one section of that name comes', async () => {
  const odd = fc.string({
    unit: fc.constantFrom(...Array.from('aZ09_.@+-[]#; "\'\n\r\t\\=/%é\u0000')),
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(odd, fc.stringMatching(/^[A-Za-z0-9_.@+-]{1,12}$/)), async (name) => {
      try {
        checkProfileName(name);
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-input' });
        return;
      }
      const config = put('config', '[profile user-a]\n', keysBlock(name));
      const credentials = put('credentials', '[user-a]\n', keysBlock(name));
      const reading = await botocore.readText({ config, credentials });
      const ours = Object.fromEntries(keysBlock(name).keys);
      expect(reading).toEqual({
        config: { 'user-a': {}, [name]: ours },
        credentials: { 'user-a': {}, [name]: ours },
        profiles: { 'user-a': {}, [name]: ours },
      });
    }),
    { numRuns: 1_000 },
  );
});

test('five thousand sections are put in and taken out at once', () => {
  const blocks = Array.from({ length: 5_000 }, (_, index) => keysBlock(`profile-${index}`));
  const text = put('config', '[profile user]\nregion = x', ...blocks);
  expect(parseSharedFile('config', text)).toHaveLength(5_001);
  expect(put('config', text, ...blocks)).toBe(text);
  expect(withoutOurs('config', text)).toBe('[profile user]\nregion = x');
});
