import { describe, expect, it } from 'vitest';
import type { LiveView } from '../../src-main/contract.ts';
import { createQuestionNotice } from '../../src-main/shell/questionNotice.ts';
import { trayMenu } from '../../src-main/shell/trayMenu.ts';
import { trayState, trayTooltip } from '../../src-main/shell/trayState.ts';
import { emptyLive } from '../support/emptyLive.ts';

const question = (id: string, profileName = 'payments-prod.Admin'): LiveView['questions'][number] => ({
  id,
  profileId: 'p1',
  profileName,
  accountId: '042199330871',
  accountName: 'payments-prod',
  roleName: 'Admin',
  use: 'env',
  askedAt: '2026-03-01T12:00:00Z',
  tree: [{ pid: 4711, executable: '/usr/bin/terraform' }],
  folder: null,
  answers: ['once', 'deny'],
  readOnly: null,
});
const asking = (...questions: LiveView['questions']): LiveView => ({ ...emptyLive, questions });
const labels = (live: LiveView): string[] =>
  trayMenu(live, [], 0).flatMap((entry) => (entry.kind === 'action' ? [entry.label] : []));

describe('a program that asks for keys', () => {
  it('is told by one notice each, however often the state is looked at', () => {
    const notices = createQuestionNotice();
    const notice = {
      title: 'A program asks for payments-prod.Admin',
      body: 'It waits for your answer in Latchkey.',
    };
    expect(notices(asking(question('a')))).toEqual([notice]);
    expect(notices(asking(question('a')))).toEqual([]);
    expect(notices(asking(question('a'), question('b')))).toEqual([notice]);
    expect(notices(emptyLive)).toEqual([]);
  });

  it('stands in the tray as what a person must do, and opens the window', () => {
    const live = asking(question('a'));
    expect(trayState(live, [], 0)).toBe('sign-in-needed');
    expect(trayTooltip(live, [], 0)).toBe('Latchkey: a program asks for payments-prod.Admin, nothing active');
    expect(trayMenu(live, [], 0)[1]).toEqual({
      kind: 'action',
      label: 'A program asks for payments-prod.Admin…',
      action: { do: 'open' },
    });
  });

  it('fills no menu, however many ask', () => {
    const many = asking(...Array.from({ length: 20 }, (_, at) => question(`q${at}`)));
    expect(labels(many).slice(5)).toEqual(['15 more…', 'Open Latchkey', 'Quit Latchkey']);
  });

  it('puts no line and no turned text into a notice or the menu', () => {
    const live = asking(question('a', 'prod\n\u202ex'));
    expect(createQuestionNotice()(live)[0]?.title).toBe('A program asks for prod x');
    expect(labels(live)[0]).toBe('A program asks for prod x…');
    expect(trayTooltip(live, [], 0)).toContain('a program asks for prod x,');
  });
});
