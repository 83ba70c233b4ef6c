import { describe, expect, it } from 'vitest';
import { found, sees } from '../support/page.ts';
import { profileRow } from '../support/profileRow.ts';
import { showWindow } from '../support/showWindow.ts';
import { until } from '../../support/until.ts';

const rows = [profileRow('payments-prod', 'Admin'), profileRow('edge', 'Admin', { ssoSession: 'northwind' })];
const out = {
  ...{ startUrl: 'https://n.awsapps.com/start', region: 'us-east-1', flow: 'device' as const },
  syncedAt: null,
};
const signIns = [
  {
    ...out,
    ssoSession: 'acme',
    state: 'signed-in' as const,
    signedInAs: null,
    expiresAt: null,
    renews: true,
  },
  {
    ...out,
    ssoSession: 'northwind',
    state: 'signed-out' as const,
    signedInAs: null,
    expiresAt: null,
    renews: false,
  },
];
const delivered = (id: string, delivery: 'keys' | 'process', expiresAt: string | null) => ({
  ...{ id, name: id, delivery, file: '/home/dana/.aws/config', expiresAt, endsAt: null },
});

describe('the side bar', () => {
  it('counts what each view shows, and no favourite whose role is no longer offered', () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ signIns, favourites: ['edge.Admin', 'gone.Admin'] });
    expect(page.button('Favourites 1')).toBeDefined();
    page.click('Favourites 1');
    expect(page.listed()).toEqual(['edge / Admin']);
  });

  it('says no number before the list has come: 0 would be said of thousands', () => {
    const page = showWindow();
    expect(page.button('All profiles')).toBeDefined();
    page.rows([]);
    expect(page.button('All profiles 0')).toBeDefined();
  });

  it('keeps what is hidden in a view of its own, and counts it nowhere else', () => {
    const page = showWindow();
    page.rows([...rows, profileRow('sandbox', 'Admin', { hidden: 'account' })]);
    page.live({ signIns, recents: [{ id: 'sandbox.Admin', at: '2026-11-22T09:00:00Z' }] });
    expect(page.listed()).toEqual(['edge / Admin', 'payments-prod / Admin']);
    page.type('sandbox');
    expect(page.listed()).toEqual([]);
    page.type('');
    expect([page.button('All profiles 2'), page.button('Recent 0')]).toHaveLength(2);
    page.click('Hidden 1');
    expect(page.listed()).toEqual(['sandbox / Admin']);
  });

  it('has no view of hidden ones where nothing is hidden', () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ signIns });
    expect(() => page.button('Hidden 0')).toThrow('No button');
  });

  it('shows keys that are out of what is hidden', () => {
    const page = showWindow();
    page.rows([profileRow('sandbox', 'Admin', { hidden: 'profile' })]);
    page.live({ signIns, delivered: [delivered('sandbox.Admin', 'keys', null)] });
    page.click('Active 1');
    expect(page.listed()).toEqual(['sandbox / Admin']);
  });

  it('counts a process profile as active only while there are keys', () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ signIns, delivered: [delivered('edge.Admin', 'process', null)] });
    expect(page.button('Active 0')).toBeDefined();
    const soon = new Date(Date.now() + 60_000).toISOString();
    page.live({ signIns, delivered: [delivered('edge.Admin', 'process', soon)] });
    expect(page.button('Active 1')).toBeDefined();
  });

  it('shows the profiles of a sign-in and what can be done with it', () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ signIns });
    page.click('northwind signed out');
    expect(page.listed()).toEqual(['edge / Admin']);
    expect(document.querySelector('section[aria-label="Sign-in northwind"]')?.textContent).toContain(
      'Signed out',
    );
    page.click('Sign in');
    expect(page.calls).toEqual([['beginSignIn', { ssoSession: 'northwind' }]]);
  });

  it('removes a sign-in only after a question', async () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ signIns });
    page.click('northwind signed out');
    page.click('Remove…');
    expect(page.calls).toEqual([]);
    page.click('Remove');
    expect(page.calls).toEqual([['removeSsoSession', { name: 'northwind' }]]);
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
  });

  it('goes back to all profiles when the sign-in was removed on a terminal', () => {
    const page = showWindow();
    page.rows(rows);
    page.live({ signIns });
    page.click('northwind signed out');
    page.live({ signIns: signIns.slice(0, 1) });
    expect(page.listed()).toHaveLength(2);
  });
});

describe('the details', () => {
  it('say that the sign-in of the selected profile is signed out, and offer it', async () => {
    const page = showWindow();
    page.rows([rows[1]!]);
    page.live({ signIns });
    await sees('Signed out. Keys and console need a sign-in to northwind.');
    page.click('Sign in');
    expect(page.calls).toEqual([['beginSignIn', { ssoSession: 'northwind' }]]);
  });

  it('follow behind the list, which whoever types looks at', async () => {
    const page = showWindow();
    page.rows(rows);
    const detailed = (): string => document.querySelector('aside h2')?.textContent ?? '';
    await until(() => {
      expect(detailed()).toBe('edge');
    });
    page.type('payments');
    expect(page.selected()).toContain('payments-prod');
    expect(detailed()).toBe('edge');
    await until(() => {
      expect(detailed()).toBe('payments-prod');
    });
  });

  it('do not repeat the buttons of the row', async () => {
    const page = showWindow();
    page.rows(rows);
    await found(() => document.querySelector('aside h2'), 'the details');
    const names = [...document.querySelectorAll('aside button')].map((one) => one.textContent.trim());
    expect(names).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Console|Get keys|Remove keys/)]),
    );
  });
});
