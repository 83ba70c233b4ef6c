import { beforeEach, describe, expect, it, vi } from 'vitest';
import { codeWanted, iamUserView, rowAt } from '../support/places.ts';
import { dialogs, escape, field, found, saidOf, text, type } from '../support/page.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';
import { mfa } from '../../../src-renderer/mfa/mfa.svelte.ts';
import { problems } from '../../../src-renderer/problems/problems.svelte.ts';

const iamUsers = [iamUserView('dana')];
const wanted = codeWanted('dana', 'deploy');
const needed = {
  error: { code: 'mfa-code-needed', message: 'deploy needs an MFA code.', hint: null, details: [] },
};
const refused = {
  error: {
    code: 'mfa-code-refused',
    message: 'AWS had this code before.',
    hint: 'AWS takes each code once: wait 18 s.',
    details: [],
  },
};

/** What the window did; the details look at the selected profile by themselves. */
const done = ({ calls }: ShownWindow) => calls.filter(([name]) => name !== 'showProfile');

function shows(title: string): Promise<true> {
  return found(() => (dialogs().includes(title) ? true : undefined), title);
}

function ends(): Promise<true> {
  return found(() => (dialogs().length === 0 ? true : undefined), 'the end of the prompt');
}

describe('an action that needs an MFA code', () => {
  let page: ShownWindow;
  beforeEach(() => {
    mfa.giveUp();
    for (const { id } of problems.reported) problems.dismiss(id);
    page = showWindow();
    page.rows([rowAt('dana', 'deploy'), rowAt('dana', 'other')]);
    page.live({ iamUsers });
  });

  async function asked(): Promise<void> {
    page.answer('openConsole', needed);
    page.press('Enter');
    await found(() => (mfa.waits ? true : undefined), 'the refusal');
    page.live({ iamUsers, codesWanted: [wanted] });
    await shows('MFA code for deploy');
  }

  it('asks for it, naming profile, IAM user and device, and is done again by itself', async () => {
    await asked();
    expect(text()).toContain('arn:aws:iam::012345678901:mfa/dana');
    expect(document.activeElement).toBe(field('Code'));
    page.answer('openConsole', { result: { profileName: 'deploy', endsAt: null } });
    type('Code', '123456');
    await ends();
    await found(() => (done(page).length === 3 ? true : undefined), 'the console');
    expect(done(page)).toEqual([
      ['openConsole', { profile: 'deploy' }],
      ['giveMfaCode', { id: 'dana', code: '123456' }],
      ['openConsole', { profile: 'deploy' }],
    ]);
    expect(text()).not.toContain('deploy needs an MFA code.');
  });

  it('takes the code that another profile of the same user waits for', async () => {
    page.press('ArrowDown');
    page.live({ iamUsers, codesWanted: [wanted] });
    page.answer('copyTerminalLine', needed);
    page.press('c', { ctrlKey: true });
    await shows('MFA code for other');
  });

  it('keeps the prompt at a wrong code and says why', async () => {
    await asked();
    page.answer('giveMfaCode', refused);
    type('Code', '123456');
    await found(() => (saidOf('Code').includes('wait 18 s') ? true : undefined), 'the reason');
    page.answer('giveMfaCode', { result: {} });
    page.answer('openConsole', { result: { profileName: 'deploy', endsAt: null } });
    type('Code', '654321');
    await ends();
  });

  it('is given up by Escape: nothing is done again, and nothing went wrong', async () => {
    await asked();
    escape();
    await found(() => (document.querySelector('[aria-busy=true]') ? undefined : true), 'its end');
    expect(done(page).map(([name]) => name)).toEqual(['openConsole']);
    expect(dialogs()).toEqual([]);
    expect(problems.reported).toEqual([]);
  });

  it('says the error itself where main names no code that could be given', async () => {
    vi.useFakeTimers();
    try {
      page.answer('openConsole', needed);
      page.press('Enter');
      await vi.advanceTimersByTimeAsync(3_000);
      expect(problems.reported.map(({ error }) => error.message)).toEqual(['deploy needs an MFA code.']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a program in the background that needs an MFA code', () => {
  let page: ShownWindow;
  beforeEach(() => {
    mfa.giveUp();
    page = showWindow();
    page.live({ iamUsers, codesWanted: [wanted] });
  });

  it('asks by a bar, which takes no focus', () => {
    expect(page.text()).toContain('deploy needs an MFA code');
    expect(dialogs()).toEqual([]);
    expect(document.activeElement).toBe(page.search());
  });

  it('is answered in the same prompt', async () => {
    page.click('Enter the code');
    expect(dialogs()).toEqual(['MFA code for deploy']);
    type('Code', '123456');
    await ends();
    expect(done(page)).toEqual([['giveMfaCode', { id: 'dana', code: '123456' }]]);
  });

  it.each([
    ['Not now', () => undefined],
    ['Enter the code', escape],
  ])('is dismissed for everybody (%s)', (name, then) => {
    page.click(name);
    then();
    expect(done(page)).toEqual([['dismissMfaCode', { id: 'dana' }]]);
  });
});

describe('an IAM user without an MFA session', () => {
  it('takes a code before anything needs it', async () => {
    const page = showWindow();
    page.live({ iamUsers });
    page.click('dana no MFA session');
    page.answer('testProfile', { result: { works: true, links: [] } });
    page.click('Enter a code');
    type('Code', '123456');
    await ends();
    expect(done(page)).toEqual([
      ['testProfile', { profile: 'id-of-dana', mfaCode: '123456', asksItself: true }],
    ]);
  });

  it('says why AWS did not take it', async () => {
    const page = showWindow();
    page.live({ iamUsers });
    page.click('dana no MFA session');
    const link = { state: 'failed', message: 'AWS had this code before.', hint: 'Wait 18 s.' };
    page.answer('testProfile', { result: { works: false, links: [link] } });
    page.click('Enter a code');
    type('Code', '123456');
    await found(() => (saidOf('Code').includes('Wait 18 s') ? true : undefined), 'the reason');
    expect(dialogs()).toEqual(['MFA code for dana']);
    escape();
  });
});
