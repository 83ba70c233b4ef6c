import { beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../src-main/contract.ts';
import Journal from '../../../src-renderer/journal/Journal.svelte';
import { button, dialogs, fakeMain, found, press, sees, show, text, type FakeMain } from '../support/page.ts';

const entry = (change: Partial<JournalEntry> = {}): JournalEntry => ({
  at: '2026-11-22T09:30:00.000Z',
  profile: 'payments-prod.Admin',
  accountId: '042199330871',
  roleName: 'Admin',
  roleArn: null,
  accessKeyId: 'ASIAEXAMPLEEXAMPLE01',
  sessionName: null,
  executable: '/opt/tools/bin/terraform',
  pid: 4711,
  how: 'credential-process',
  answer: 'tree',
  ...change,
});

let main: FakeMain;
beforeEach(() => {
  main = fakeMain();
});

function opened(entries: readonly JournalEntry[]): void {
  main.answer('journal', (input) => ({ entries: entries.slice(0, (input as { most: number }).most) }));
  show(Journal, { onclose: () => undefined });
}

const cells = (at = 0): string[] =>
  [...(document.querySelectorAll('[role=row]')[at + 1]?.querySelectorAll('[role=cell]') ?? [])].map((one) =>
    one.textContent.replace(/\s+/g, ' ').trim(),
  );
const lines = (): number => document.querySelectorAll('[role=row]').length - 1;

describe('the journal', () => {
  it('tells when, what, how, who, the answer and the key that CloudTrail shows', async () => {
    opened([entry()]);
    await sees('terraform');
    const [time, ...others] = cells();
    const shown = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
    expect(time).toBe(shown.format(new Date('2026-11-22T09:30:00.000Z')).replace(/\s+/g, ' '));
    expect(others).toEqual([
      'payments-prod.Admin Admin · 0421-9933-0871',
      'credential_process',
      'terraform 4711 /opt/tools/bin/terraform',
      'allowed until it ends',
      'ASIAEXAMPLEEXAMPLE01',
    ]);
  });

  it('says that it was the person, that nobody was asked, and that there were no keys', async () => {
    opened([
      entry({ executable: null, pid: null, answer: 'person', how: 'console' }),
      entry({ accessKeyId: null, answer: 'denied' }),
    ]);
    await sees('You, in Latchkey');
    expect(cells(0).slice(3, 5)).toEqual(['You, in Latchkey', 'you, in Latchkey']);
    expect(cells(1).slice(4)).toEqual(['denied', 'none']);
  });

  it('neutralises names that turn text around', async () => {
    opened([entry({ profile: 'a\u202eb', executable: '/x\u0007/\u2066y' })]);
    await sees('a‹U+202E›b');
    expect(text()).not.toMatch(/[\u0007\u202e\u2066]/);
  });

  it('shows the newest hundred, and older ones on demand', async () => {
    opened(Array.from({ length: 130 }, () => entry()));
    await sees('Show older ones');
    expect(lines()).toBe(100);
    press('Show older ones');
    await found(() => (lines() === 130 ? true : undefined), 'the oldest');
    expect(text()).not.toContain('Show older ones');
  });

  it('says that it is empty, and then offers nothing to clear', async () => {
    opened([]);
    await sees('Nobody has asked for keys yet.');
    expect(() => button('Clear…')).toThrow('no button');
  });

  it('is cleared after a question, and not by Cancel', async () => {
    opened([entry()]);
    await sees('Clear…');
    press('Clear…');
    expect(dialogs()).toEqual(['Clear the journal?']);
    press('Cancel');
    expect(main.inputsOf('clearJournal')).toEqual([]);
    press('Clear…');
    main.answer('journal', () => ({ entries: [] }));
    press('Clear');
    await sees('Nobody has asked for keys yet.');
    expect(main.inputsOf('clearJournal')).toEqual([{}]);
    expect(dialogs()).toEqual([]);
  });

  it('looks again when the window comes back', async () => {
    opened([]);
    await sees('Nobody has asked for keys yet.');
    main.answer('journal', () => ({ entries: [entry()] }));
    window.dispatchEvent(new Event('focus'));
    await sees('terraform');
  });
});
