import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { LiveView } from '../../../src-main/contract.ts';
import { profileList } from '../../../src-renderer/profiles/profileList.svelte.ts';
import { said } from '../../../src-renderer/said.svelte.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { view } from '../../../src-renderer/view.svelte.ts';
import { emptyLive } from '../../support/emptyLive.ts';
import { found } from '../support/page.ts';
import { profileRow } from '../support/profileRow.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';
import { until } from '../../support/until.ts';

const minute = 60_000;
const iso = (minutes: number): string => new Date(Date.now() + minutes * minute).toISOString();
const signIn: LiveView['signIns'][number] = {
  ssoSession: 'acme',
  state: 'signed-in',
  signedInAs: 'dana@example.com',
  expiresAt: null,
  renews: true,
  startUrl: 'https://acme.awsapps.com/start',
  region: 'eu-west-1',
  flow: 'device',
  syncedAt: null,
};
const offline: LiveView['network'] = {
  state: 'offline',
  trouble: { message: 'AWS cannot be reached.', hint: 'Check the network.' },
};
const portal = (message: string, hint: string): LiveView['network'] => ({
  state: 'captive-portal',
  trouble: { message, hint },
});

function bars(): string {
  return (document.querySelector('[aria-label="Health"]')?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

const settled = () =>
  until(() => {
    flushSync();
  });

describe('the bars of the window', () => {
  it('say nothing while all is well', () => {
    showWindow().live({});
    expect(bars()).toBe('');
  });

  it('say that AWS is not reached, what to do, and go by themselves', () => {
    const window = showWindow();
    window.live({ network: offline });
    expect(bars()).toContain('AWS cannot be reached. Check the network, VPN or proxy. You stay signed in.');
    window.click('Try again');
    expect(window.calls).toContainEqual(['lookAtNetwork', {}]);
    window.live({});
    expect(bars()).toBe('');
  });

  it.each([
    [
      'a network’s page',
      'Check the network and the proxy; try again in a moment.',
      /^Sign in to the network in a browser, then try again\.$/,
    ],
    [
      'a proxy with a password',
      'Give them in its URL: latchkey settings set proxy http://NAME',
      /^Give them in its address under Settings/,
    ],
    [
      'a certificate that is not valid today',
      'Set this machine’s clock right; where it is right, something other than AWS answered.',
      /^Set this machine’s clock right/,
    ],
    [
      'a certificate',
      'Behind a TLS-inspecting proxy, set its certificate with: latchkey settings set caBundle PATH',
      /^Sign in to the network.*Behind a company’s proxy: Name the right file under Settings/,
    ],
  ])('tell %s from AWS, and what to do', (_, hint, expected) => {
    const window = showWindow();
    window.live({ network: portal('Something else answered.', hint) });
    expect(document.querySelector('[aria-label="Health"] .hint')?.textContent).toMatch(expected);
  });

  it('say once what the failure of something asked for says', () => {
    const window = showWindow();
    const error = { code: 'offline', message: 'AWS cannot be reached.', hint: null, details: [] };
    window.live({
      network: offline,
      desk: { ...emptyLive.desk, problems: [{ id: 'p1', about: 'sync', subject: 'acme', error }] },
    });
    expect(bars()).toBe('');
    expect(window.text().split('AWS cannot be reached.')).toHaveLength(2);
  });

  it('say how wrong the clock is until it was read, and again when it has become another', () => {
    const window = showWindow();
    window.live({ clock: { offset: 14 * minute } });
    expect(bars()).toContain('This machine’s clock is 14 min behind AWS’s. Latchkey corrects for it');
    window.click('Dismiss');
    expect(bars()).toBe('');
    window.live({ clock: { offset: -120 * minute } });
    expect(bars()).toContain(
      '2 h ahead of AWS’s. Latchkey corrects for it, but AWS refuses what other programs sign',
    );
  });

  it('say that a sign-in ends, five minutes before, and renew it', () => {
    const window = showWindow();
    const ending = { ...signIn, renews: false, expiresAt: iso(4.5) };
    window.live({ signIns: [{ ...ending, expiresAt: iso(7) }] });
    expect(bars()).toBe('');
    window.live({ signIns: [ending] });
    expect(bars()).toContain('The sign-in to acme ends in 4 min. It cannot renew itself');
    window.click('Renew');
    expect(window.calls).toContainEqual(['beginSignIn', { ssoSession: 'acme' }]);
  });

  it('leave it to the view of a sign-in to say that it has ended', () => {
    const window = showWindow();
    window.live({ signIns: [{ ...signIn, state: 'ended' }] });
    profileList.choose({ kind: 'sign-in', ssoSession: 'acme' });
    flushSync();
    expect(bars()).toBe('');
    expect(window.text().match(/AWS ended the sign-in/g)).toHaveLength(1);
    shown.doctor = true;
    flushSync();
    expect(bars()).toContain('The sign-in to acme has ended.');
    shown.doctor = false;
    profileList.choose({ kind: 'sign-in', ssoSession: 'beta' });
    flushSync();
    expect(bars()).toContain('The sign-in to acme has ended.');
  });

  it('leave it to what needs a sign-in to say that it has ended', () => {
    const window = showWindow();
    const ended = (subject: string | null, about: 'sync' | 'source' = 'sync') => {
      const error = { code: 'sign-in-needed', message: 'Not now.', hint: null, details: [] };
      const problems = [{ id: 'one', about, subject, error }];
      window.live({
        signIns: [{ ...signIn, state: 'ended' }],
        desk: { ...emptyLive.desk, problems },
      });
      return bars();
    };
    expect([ended('acme'), ended(null)]).toEqual(['', '']);
    expect(document.querySelectorAll('[aria-label="Problems"] [role=alert]')).toHaveLength(1);
    for (const bar of [ended('beta'), ended('acme', 'source')])
      expect(bar).toContain('The sign-in to acme has ended.');
  });

  it('say that a sign-in has ended until it was read', () => {
    const window = showWindow();
    window.live({ signIns: [{ ...signIn, state: 'ended' }] });
    expect(bars()).toContain('The sign-in to acme has ended.');
    window.click('Dismiss');
    expect(bars()).toBe('');
  });
});

describe('times left', () => {
  const row = profileRow('payments-prod', 'Admin');
  const out = (minutes: number): Partial<LiveView> => ({
    delivered: [
      {
        ...{ id: row.id, name: row.name, delivery: 'keys' as const, file: '/home/dana/.aws/credentials' },
        ...{ expiresAt: iso(minutes), endsAt: iso(480) },
      },
    ],
  });
  const cell = () => document.querySelector('[role=row] .left');
  const show = (live: Partial<LiveView>): ShownWindow => {
    const window = showWindow();
    window.rows([row]);
    window.live(live);
    return window;
  };

  it.each([
    [42.5, '42 min left', false],
    [4.5, '4 min left', true],
    [-1, 'ended', true],
  ])('%d min are a ring and words, in the row and in the details', async (minutes, words, isMarked) => {
    show(out(minutes));
    expect(cell()?.textContent.replace('\u00a0', ' ').trim()).toBe(words);
    expect(cell()?.querySelector('svg')).not.toBeNull();
    expect(cell()?.querySelector('.soon') !== null).toBe(isMarked);
    const details = await found(() => document.querySelector('[aria-label=Details] h2 ~ dl'), 'the details');
    const said = details.parentElement!.textContent.replace('\u00a0', ' ');
    expect(said.includes(words)).toBe(minutes > 0);
  });

  it('go by AWS’s clock where this machine’s is wrong', () => {
    // AWS says 42 minutes; this clock would say two hours more.
    show({ ...out(162.5), clock: { offset: 120 * minute } });
    expect(cell()?.textContent.replace('\u00a0', ' ').trim()).toBe('42 min left');
    expect(view.now - Date.now()).toBeGreaterThan(119 * minute);
  });
});

describe('the doctor’s page', () => {
  const checks = [
    { kind: 'agent', name: 'agent', state: 'ok', message: 'It runs.', hint: null },
    {
      ...{ kind: 'sign-in', name: 'sign-in acme', state: 'warning', message: 'Nobody is signed in.' },
      hint: 'Sign in with: latchkey login acme',
    },
    {
      kind: 'network',
      name: 'network acme',
      state: 'failed',
      message: 'host: No.',
      hint: 'Check the network.',
    },
  ];
  const open = async (): Promise<ShownWindow> => {
    const window = showWindow();
    window.answer('doctor', { result: { checks } });
    window.answer('diagnostics', { result: { text: 'Latchkey 1.2.3\n' } });
    window.answer('copyDiagnostics', { result: { text: 'Latchkey 1.2.3, copied\n' } });
    window.click('Doctor');
    await until(() => {
      flushSync();
      expect(window.text()).toContain('Latchkey 1.2.3');
    });
    return window;
  };
  const titles = () => [...document.querySelectorAll('main li bdi')].map(({ textContent }) => textContent);

  it('says nothing that was said of the list', async () => {
    said.say('In ~/.aws/credentials as payments-prod.');
    const window = await open();
    expect(window.text()).not.toContain('as payments-prod');
  });

  it('says whether the desktop shows the icon, as it comes and goes', async () => {
    const window = await open();
    expect(titles()).toContain('tray');
    expect(window.text()).toContain('The desktop shows the icon.');
    window.live({ shell: { ...emptyLive.shell, tray: false } });
    expect(window.text()).toContain('This desktop shows no tray icons. Closing the window minimises it.');
  });

  it('shows the worst first, in words of the window, with the hotkey that no agent knows of', async () => {
    const window = await open();
    expect(titles().slice(0, 2)).toEqual(['network acme', 'sign-in acme']);
    expect(titles()).toContain('hotkey');
    expect(window.text()).toContain('2 things to look at.');
    expect(window.text()).toContain('Sign in again.');
    expect(window.text()).not.toContain('latchkey login');
  });

  it('looks again when it is asked to, and when what it speaks of changes', async () => {
    const window = await open();
    const looks = () => window.calls.filter(([name]) => name === 'doctor').length;
    await until(() => {
      expect(
        document.querySelector('main')?.ariaBusy ?? document.querySelector('main')?.getAttribute('aria-busy'),
      ).toBe('false');
    });
    const before = looks();
    window.click('Run again');
    await until(() => {
      expect(looks()).toBe(before + 1);
    });
    window.live({ network: offline });
    await until(() => {
      flushSync();
      expect(looks()).toBe(before + 2);
    });
    window.live({ network: offline, favourites: ['x'] });
    await settled();
    expect(looks()).toBe(before + 2);
  });

  it('shows the diagnostics before they are copied, and hands main no text', async () => {
    const window = await open();
    expect(document.querySelector('pre')?.textContent).toBe('Latchkey 1.2.3\n');
    window.click('Copy diagnostics');
    await until(() => {
      flushSync();
      expect(document.querySelector('pre')?.textContent).toBe('Latchkey 1.2.3, copied\n');
    });
    expect(window.calls).toContainEqual(['copyDiagnostics', {}]);
    expect(window.text()).toContain('Copied the diagnostics');
    window.click('Back');
    expect(window.search()).not.toBeNull();
  });
});
