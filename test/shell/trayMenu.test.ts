import { describe, expect, it } from 'vitest';
import { windowContract, type ListedProfile, type LiveView } from '../../src-main/contract.ts';
import { trayMenu, type TrayEntry } from '../../src-main/shell/trayMenu.ts';
import { emptyLive } from '../support/emptyLive.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const later = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

function row(id: string, accountName: string | null = 'payments-prod'): ListedProfile {
  return {
    id,
    name: `name-${id}`,
    kind: 'account-role',
    origin: 'corp',
    ssoSession: 'corp',
    accountId: '012345678901',
    accountName,
    roleName: 'Admin',
    labels: [],
    asksFirst: false,
  };
}

function live(given: Partial<LiveView>): LiveView {
  return { ...emptyLive, ...given };
}

const delivered = (id: string, minutes: number): LiveView['delivered'][number] => ({
  id,
  name: `name-${id}`,
  delivery: 'keys',
  file: '/home/ana/.aws/credentials',
  expiresAt: later(minutes),
  endsAt: later(minutes),
});

const signIn = (state: LiveView['signIns'][number]['state']): LiveView['signIns'][number] => ({
  ssoSession: 'corp',
  state,
  signedInAs: 'ana@example.com',
  expiresAt: null,
  renews: true,
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
  syncedAt: null,
});

const utc = (time: number): string => new Date(time).toISOString().slice(11, 16);

/** The menu as text: headings with a colon, submenus indented, a line for each separator. */
function lines(entries: readonly TrayEntry[], indent = ''): string[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'separator') return ['---'];
    if (entry.kind === 'heading') return [`${indent}${entry.label}:`];
    if (entry.kind === 'action') return [indent + entry.label];
    return [indent + entry.label, ...lines(entry.entries, `${indent}  `)];
  });
}

function actionsOf(entries: readonly TrayEntry[]): Extract<TrayEntry, { kind: 'action' }>[] {
  return entries.flatMap((entry) =>
    entry.kind === 'action' ? [entry] : entry.kind === 'submenu' ? actionsOf(entry.entries) : [],
  );
}

describe('the menu of the tray', () => {
  it('has favourites, recents, what is active and until when, and the sign-ins', () => {
    const given = live({
      favourites: ['a'],
      recents: [
        { id: 'a', at: later(-1) },
        { id: 'b', at: later(-2) },
      ],
      delivered: [delivered('b', 90)],
      signIns: [signIn('signed-in')],
    });
    expect(lines(trayMenu(given, [row('a'), row('b', null)], now, utc))).toEqual([
      'Favourites:',
      'payments-prod / Admin',
      '  Console',
      '  Copy line for a terminal',
      '  Get keys',
      '---',
      'Recent:',
      '012345678901 / Admin',
      '  Console',
      '  Copy line for a terminal',
      '  Remove keys',
      '---',
      'Active:',
      'name-b — until 13:30',
      '  Console',
      '  Copy line for a terminal',
      '  Remove keys',
      '---',
      'Sign-ins:',
      'corp — signed in as ana@example.com',
      '  Sync',
      '  Sign out',
      '---',
      'Open Latchkey',
      'Quit Latchkey',
    ]);
  });

  it('leads to the window and out while nothing is known or set up', () => {
    for (const state of [undefined, live({})]) {
      expect(lines(trayMenu(state, [], now))).toEqual(['Open Latchkey', 'Quit Latchkey']);
    }
  });

  it('shows the window for a sign-in: its code has to be compared', () => {
    const entries = actionsOf(trayMenu(live({ signIns: [signIn('ended')] }), [], now));
    expect(entries.find(({ label }) => label === 'Sign in')?.action).toEqual({
      do: 'run',
      command: { name: 'beginSignIn', input: { ssoSession: 'corp' } },
      opens: true,
    });
  });

  it('leads to the window where the secrets are locked', () => {
    expect(lines(trayMenu(live({ signIns: [signIn('locked')] }), [], now))).toContain('  Unlock in Latchkey');
  });

  it('runs only commands that the window may run, with an input that they take', () => {
    const states = [
      'signed-in',
      'signed-in-offline',
      'signed-out',
      'ended',
      'locked',
      'unavailable',
    ] as const;
    for (const state of states) {
      const given = live({
        favourites: ['a'],
        recents: [{ id: 'b', at: later(-1) }],
        delivered: [delivered('b', 5), delivered('gone', 7)],
        signIns: [signIn(state)],
      });
      for (const { action } of actionsOf(trayMenu(given, [row('a'), row('b')], now))) {
        if (action.do !== 'run') continue;
        const { doors, input } = windowContract[action.command.name];
        expect(doors).toContain('window');
        expect(() => input.parse(action.command.input)).not.toThrow();
      }
    }
  });

  it('takes keys out by their name in the file where no list has their role', () => {
    const entries = actionsOf(trayMenu(live({ delivered: [delivered('gone', 7)] }), [], now));
    expect(entries[0]).toMatchObject({
      label: 'Remove keys',
      action: { command: { name: 'stop', input: { profile: 'name-gone' } } },
    });
  });

  it('leaves out a favourite that is no longer offered, and keys that are over', () => {
    const given = live({ favourites: ['gone'], delivered: [delivered('a', -1)] });
    expect(lines(trayMenu(given, [row('a')], now))).toEqual(['Open Latchkey', 'Quit Latchkey']);
  });

  it('is short however much there is', () => {
    const rows = Array.from({ length: 1000 }, (_, at) => row(`p${at}`));
    const given = live({
      favourites: rows.map(({ id }) => id),
      recents: rows.map(({ id }) => ({ id, at: later(-1) })),
      delivered: rows.map(({ id }) => delivered(id, 60)),
    });
    const menu = trayMenu(given, rows, now);
    expect(menu.length).toBeLessThan(40);
    expect(lines(menu)).toContain('988 more…');
  });

  it('keeps an account’s name on its line, whatever is in it', () => {
    const [, entry] = trayMenu(live({ favourites: ['a'] }), [row('a', 'prod\n\u202ereversed\u0007')], now);
    expect(entry).toMatchObject({ label: 'prod reversed / Admin' });
  });
});
