import { describe, expect, it } from 'vitest';
import type { ListedProfile, LiveView } from '../../src-main/contract.ts';
import { codeGiven } from '../../src-main/shell/codeGiven.ts';
import { createCodeNotice } from '../../src-main/shell/codeNotice.ts';
import { trayMenu } from '../../src-main/shell/trayMenu.ts';
import { trayState, trayTooltip } from '../../src-main/shell/trayState.ts';
import { emptyLive } from '../support/emptyLive.ts';

const device = 'arn:aws:iam::200000000001:mfa/ada';
const wanted: LiveView['codesWanted'][number] = {
  id: 'ada',
  iamUser: 'ada',
  device,
  profileId: 'p1',
  profileName: 'payouts',
  askedAt: '2026-03-01T12:00:00Z',
};
const waiting: LiveView = { ...emptyLive, codesWanted: [wanted] };

const ada = (mfaUntil: string | null): LiveView['iamUsers'][number] => ({
  name: 'ada',
  arn: 'arn:aws:iam::200000000001:user/ada',
  accountId: '200000000001',
  userName: 'ada',
  keyId: 'AKIAEXAMPLEEXAMPLE',
  region: 'eu-west-1',
  mfaSerial: device,
  hasMfaProcess: false,
  sessionSeconds: null,
  mfaUntil,
  profileId: 'p0',
});

const row = (id: string): ListedProfile => ({
  id,
  name: id,
  kind: 'role-chain',
  origin: 'ada',
  ssoSession: null,
  accountId: '200000000002',
  accountName: null,
  roleName: 'Payouts',
  labels: [],
  asksFirst: false,
});

describe('a code that a program in the background needs', () => {
  it('is told once by a notice, and again when it is needed again', () => {
    const notices = createCodeNotice(() => false);
    expect(notices(waiting)).toEqual([
      { title: 'An MFA code is needed', body: `payouts waits for a code of ${device}.` },
    ]);
    expect(notices(waiting)).toEqual([]);
    expect(notices(emptyLive)).toEqual([]);
    expect(notices(waiting)).toHaveLength(1);
  });

  it('is not told to somebody who was sent to the window for it', () => {
    expect(createCodeNotice((profileId) => profileId === 'p1')(waiting)).toEqual([]);
  });

  it('stands in the tray’s menu, icon and tooltip', () => {
    const entries = trayMenu(waiting, [], 0);
    expect(entries[1]).toEqual({
      kind: 'action',
      label: 'Enter a code for payouts…',
      action: { do: 'open' },
    });
    expect(trayState(waiting, [], 0)).toBe('sign-in-needed');
    expect(trayTooltip(waiting, [], 0)).toContain('payouts needs an MFA code');
  });
});

describe('what was begun from the tray', () => {
  function feedOf(first: LiveView) {
    let now = first;
    const watchers = new Set<() => void>();
    return {
      live: () => now,
      rows: () => [row('p1'), row('p2')],
      onChange: (watcher: () => void) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
      become: (live: LiveView) => {
        now = live;
        for (const watcher of watchers) watcher();
      },
      watchers,
    };
  }

  it.each(['p1', 'p2'])('goes on with %s once its user has an MFA session', async (profileId) => {
    const feed = feedOf(emptyLive);
    const given = codeGiven(feed, profileId);
    feed.become(waiting);
    feed.become({ ...emptyLive, iamUsers: [ada('2026-03-02T00:00:00Z')] });
    await expect(given).resolves.toBe(true);
    expect(feed.watchers.size).toBe(0);
  });

  it('is let go when the person gives no code', async () => {
    const feed = feedOf(waiting);
    const given = codeGiven(feed, 'p1');
    feed.become({ ...emptyLive, iamUsers: [ada(null)] });
    await expect(given).resolves.toBe(false);
  });
});
