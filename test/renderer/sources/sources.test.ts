import { beforeEach, describe, expect, it } from 'vitest';
import { sourceWords } from '../../../src-renderer/sources/sourceWords.ts';
import { button, dialogs, escape, found, press, problem, quietDesk, sees, text } from '../support/page.ts';
import { rowAt, sourceView } from '../support/places.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

const okta = sourceView('okta');
const underWay = {
  ...{ source: 'okta', state: 'waiting' as const, userCode: null, host: 'okta.example.com' },
  ...{ opened: false, expiresAt: null },
};
const odd = problem('source', 'okta', {
  code: 'other-provider',
  message: '“okta” now names what it did not name before.',
  details: ['arn:aws:iam::999999999999:saml-provider/Other', '999999999999'],
});

let page: ShownWindow;
beforeEach(() => {
  page = showWindow();
});

const done = () => page.calls.filter(([name]) => name !== 'showProfile');

describe('a source', () => {
  it('shows its own profiles, and what can be done with it', () => {
    page.rows([rowAt('okta', 'ReadOnly', { kind: 'saml' }), rowAt('dana', 'dana', { kind: 'iam-user' })]);
    page.live({ sources: [okta] });
    page.click('okta signed out');
    expect(page.listed()).toEqual(['0123-4567-8901 / ReadOnly']);
    page.click('Sign in');
    expect(done()).toEqual([['beginSourceSignIn', { source: 'okta' }]]);
  });

  it('whose response is pasted takes it from the clipboard', () => {
    page.live({ sources: [sourceView('okta', { from: 'pasted', where: null })] });
    page.click('okta signed out');
    page.click('Paste the response');
    expect(done()).toEqual([['pasteAssertion', { source: 'okta' }]]);
  });

  it('that needs no person offers no sign-in', () => {
    page.live({
      sources: [sourceView('ec2', { kind: 'instance-profile', from: 'machine', state: 'ready' })],
    });
    page.click('ec2 ready');
    expect(() => page.button('Sign in')).toThrow();
  });

  it('is removed only after a question, and says what stands in the way', async () => {
    page.live({ sources: [okta] });
    page.click('okta signed out');
    page.click('Remove…');
    const refusal = {
      code: 'bad-input',
      message: 'Profiles begin at “okta”.',
      hint: null,
      details: ['audit'],
    };
    page.answer('removeSource', { error: refusal });
    page.click('Remove');
    await sees('Profiles begin at “okta”.');
    page.answer('removeSource', { result: { keysRemoved: 0 } });
    page.click('Remove');
    await found(() => (dialogs().length === 0 ? true : undefined), 'the end');
    page.live({ sources: [] });
    expect(document.querySelector('h1')?.textContent).toBe('All profiles');
  });

  it('has ended once its time is over', () => {
    const now = Date.parse('2026-11-22T09:30:00Z');
    const signedIn = sourceView('okta', { state: 'signed-in', endsAt: '2026-11-22T09:34:30Z' });
    expect(sourceWords(signedIn, now)).toMatchObject({ tone: 'ok', short: '4 min' });
    expect(sourceWords(signedIn, now + 300_000)).toMatchObject({ tone: 'off', short: 'ended' });
  });
});

describe('a sign-in at a source', () => {
  it('shows the code large, to compare it', () => {
    page.live({ desk: { ...quietDesk, sourceSignIns: [{ ...underWay, userCode: 'WDJB-MJHT' }] } });
    expect(dialogs()).toEqual(['Sign in to okta']);
    expect(document.querySelector('output')?.textContent).toBe('WDJB-MJHT');
    press('Open the browser');
    press('Cancel');
    expect(done()).toEqual([
      ['openSourcePage', { source: 'okta' }],
      ['cancelSourceSignIn', { source: 'okta' }],
    ]);
  });

  it('on a company’s page goes on in that window, which has the address to compare', () => {
    page.live({ desk: { ...quietDesk, sourceSignIns: [{ ...underWay, state: 'window' }] } });
    expect(text()).toContain('Go on in the sign-in window.');
    expect(text()).toContain('compare the address');
    expect(() => button('Open the browser')).toThrow();
    escape();
    expect(done()).toEqual([['cancelSourceSignIn', { source: 'okta' }]]);
  });
});

it.each([
  [
    'a sign-in at a source',
    { sourceSignIns: [{ ...underWay, userCode: 'WDJB-MJHT' }] },
    'cancelSourceSignIn',
  ],
  ['the question about another provider', { problems: [odd] }, 'dismissProblem'],
])('%s is left by keyboard, which is then where it was', (_, desk, call) => {
  page.live({ sources: [okta] });
  page.search().focus();
  page.live({ sources: [okta], desk: { ...quietDesk, ...desk } });
  const controls = [...document.querySelectorAll<HTMLElement>('dialog button')];
  controls.at(-1)?.focus();
  expect(page.press('Tab')).toBe(true);
  expect(document.activeElement).toBe(controls[0]);
  expect(page.press('Tab', { shiftKey: true })).toBe(true);
  expect(document.activeElement).toBe(controls.at(-1));
  escape();
  expect(done().map(([name]) => name)).toEqual([call]);
  page.live({ sources: [okta] });
  expect(document.activeElement).toBe(page.search());
});

describe('another provider or accounts than at the first sign-in', () => {
  beforeEach(() => {
    page.live({ sources: [okta], desk: { ...quietDesk, problems: [odd] } });
  });

  it('are a question that lists them, with no default', () => {
    expect(text()).toContain('arn:aws:iam::999999999999:saml-provider/Other');
    expect(text()).toContain('Account 9999-9999-9999');
    expect(document.activeElement?.tagName).toBe('DIALOG');
    expect(document.querySelector('dialog button.primary')).toBeNull();
    expect(document.querySelector('[aria-label=Problems] [role=alert]')).toBeNull();
  });

  it('are taken only when the person accepts them, as they were shown', async () => {
    page.answer('acceptProvider', {
      result: { source: 'okta', signedInAs: 'dana', endsAt: null, roles: [] },
    });
    press('Accept');
    await found(() => (done().length === 2 ? true : undefined), 'the answer');
    expect(done()).toEqual([
      ['acceptProvider', { source: 'okta', accepts: odd.error.details }],
      ['dismissProblem', { id: odd.id }],
    ]);
  });

  it.each([
    [
      'Refuse',
      () => {
        press('Refuse');
      },
    ],
    ['Escape', escape],
  ])('are refused by %s', (_, refuse) => {
    refuse();
    expect(done()).toEqual([['dismissProblem', { id: odd.id }]]);
  });
});

it('a profile whose source is signed out offers the sign-in at that source', async () => {
  page.rows([rowAt('okta', 'ReadOnly', { kind: 'saml' })]);
  page.live({ sources: [okta] });
  const error = {
    code: 'sign-in-needed',
    message: 'Nobody is signed in at “okta”.',
    hint: null,
    details: [],
  };
  page.answer('openConsole', { error });
  page.press('Enter');
  await sees('Nobody is signed in at “okta”.');
  const alert = document.querySelector('[aria-label=Problems]');
  const offers = [...(alert?.querySelectorAll('button') ?? [])];
  expect(offers.map((one) => one.textContent.trim())).toEqual(['Sign in', 'Dismiss']);
  offers[0]?.click();
  await found(() => (done().length === 2 ? true : undefined), 'the sign-in');
  expect(done()[1]).toEqual(['beginSourceSignIn', { source: 'okta' }]);
});
