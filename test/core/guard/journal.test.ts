import { beforeEach, expect, test } from 'vitest';
import { createJournal } from '../../../src-main/core/guard/createJournal.ts';
import type { Journal } from '../../../src-main/core/guard/journal.ts';
import type { JournalFile } from '../../../src-main/core/ports.ts';
import { settings } from '../../../src-main/core/settings/settings.ts';
import { createHandClock, type HandClock } from '../../support/handClock.ts';

const day = 24 * 60 * 60 * 1000;

const entry = {
  profile: 'pay.admin',
  accountId: '111122223333',
  roleName: 'admin',
  roleArn: null,
  accessKeyId: 'ASIAEXAMPLE',
  sessionName: 'me',
  executable: '/usr/bin/terraform',
  pid: 42,
  how: 'env',
  answer: 'not-asked',
} as const;

/** A file in memory that can be full, and says how often it was written. */
class MemoryFile implements JournalFile {
  lines: string[] = [];
  isFull = false;
  appends = 0;
  replaces = 0;

  append(lines: string): Promise<void> {
    this.appends += 1;
    if (this.isFull) return Promise.reject(new Error('the disk is full'));
    this.lines.push(...lines.split('\n').slice(0, -1));
    return Promise.resolve();
  }
  read(): Promise<readonly string[]> {
    return Promise.resolve([...this.lines]);
  }
  replace(lines: readonly string[]): Promise<void> {
    this.replaces += 1;
    this.lines = [...lines];
    return Promise.resolve();
  }
}

let clock: HandClock;
let file: MemoryFile;
let logged: string[];
let days: number;
let journal: Journal;

function open(): Journal {
  return createJournal({
    clock,
    journalFile: file,
    log: { write: (event) => logged.push(event) },
    settings: {
      get: () => settings.parse({ journalDays: days }),
      change: () => undefined,
      notices: () => [],
    },
  });
}

beforeEach(() => {
  clock = createHandClock();
  file = new MemoryFile();
  logged = [];
  days = 30;
  journal = open();
});

async function profiles(most = 100): Promise<string[]> {
  return (await journal.entries(most)).map(({ profile }) => profile);
}

test('64 records at once are written in their order, in few writes, and nobody waits for them', async () => {
  const names = Array.from({ length: 64 }, (_, index) => `profile-${index}`);
  for (const profile of names) journal.record({ ...entry, profile });
  expect(file.appends).toBe(0);
  await journal.settled();
  expect(file.appends).toBeLessThan(3);
  expect(file.lines.map((line) => (JSON.parse(line) as { profile: string }).profile)).toEqual(names);
});

test('the newest come first, at most as many as wanted, with the time of the record', async () => {
  journal.record(entry);
  await clock.pass(1000);
  journal.record({ ...entry, profile: 'second' });
  journal.record({ ...entry, profile: 'third' });
  expect(await profiles()).toEqual(['third', 'second', 'pay.admin']);
  expect(await journal.entries(1)).toEqual([{ at: '2026-01-01T00:00:01.000Z', ...entry, profile: 'third' }]);
});

test('a line that was cut, that is no JSON, or that is no entry is skipped; one of a newer version is read', async () => {
  journal.record(entry);
  await journal.settled();
  const [whole = ''] = file.lines;
  file.lines.push(whole.slice(0, 60), '{}', 'null', '', `${whole.slice(0, -1)},"newer":true}`);
  expect(await journal.entries(10)).toHaveLength(2);
});

test('what is older than the days of the settings is gone at the first record of a day, from the file too', async () => {
  journal.record(entry);
  await journal.settled();
  await clock.pass(29 * day);
  journal.record({ ...entry, profile: 'later' });
  await journal.settled();
  expect(file.lines).toHaveLength(2);
  await clock.pass(2 * day);
  journal.record({ ...entry, profile: 'today' });
  await journal.settled();
  expect(file.lines.map((line) => (JSON.parse(line) as { profile: string }).profile)).toEqual([
    'later',
    'today',
  ]);
});

test('old entries are not shown, and are dropped at a start and when the journal is read', async () => {
  journal.record(entry);
  await journal.settled();
  await clock.pass(3 * day);
  days = 2;
  expect(await profiles()).toEqual([]);
  expect(file.lines).toEqual([]);
  journal.record(entry);
  await journal.settled();
  await clock.pass(3 * day);
  await open().prune();
  expect(file.lines).toEqual([]);
});

test('a file that needs no pruning is not written anew', async () => {
  journal.record(entry);
  await profiles();
  await clock.pass(day);
  journal.record(entry);
  await profiles();
  expect(file.replaces).toBe(0);
});

test('a full disk throws at nobody; what waits is shown, and written once there is room', async () => {
  file.isFull = true;
  journal.record(entry);
  await journal.settled();
  expect(logged).toContain('journal-not-written');
  expect(await profiles()).toEqual(['pay.admin']);
  file.isFull = false;
  journal.record({ ...entry, profile: 'second' });
  await journal.settled();
  expect(file.lines).toHaveLength(2);
  expect(await profiles()).toEqual(['second', 'pay.admin']);
});

test('a disk that stays full does not fill the memory', async () => {
  file.isFull = true;
  for (let count = 0; count < 2_500; count += 1) journal.record({ ...entry, pid: count });
  const kept = await journal.entries(10_000);
  expect(kept).toHaveLength(2_000);
  expect(kept[0]?.pid).toBe(2_499);
});

test('cleared is cleared, of what waits too, and later records are kept', async () => {
  journal.record(entry);
  await journal.settled();
  file.isFull = true;
  journal.record(entry);
  await journal.clear();
  file.isFull = false;
  expect(file.lines).toEqual([]);
  expect(await profiles()).toEqual([]);
  journal.record({ ...entry, profile: 'after' });
  expect(await profiles()).toEqual(['after']);
});

test('a path with a line break or a letter that turns text around is one line of plain letters, and comes back as it was', async () => {
  const executable = '/tmp/a\n{"at":"2026"}\u202egnp.exe\u2028\u0085\u{e0041}é';
  journal.record({ ...entry, executable });
  await journal.settled();
  expect(file.lines).toHaveLength(1);
  expect(file.lines[0]).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect((await journal.entries(1))[0]?.executable).toBe(executable);
});

test('a text of a megabyte is cut to what a path may have', async () => {
  journal.record({ ...entry, executable: 'x'.repeat(1_000_000), profile: 'y'.repeat(1_000_000) });
  await journal.settled();
  expect(file.lines[0]?.length).toBeLessThan(10_000);
  expect((await journal.entries(1))[0]?.executable).toHaveLength(4096);
});
