import { beforeEach, describe, expect, it } from 'vitest';
import { firstRun } from '../../../src-renderer/signIn/firstRun.svelte.ts';
import FirstRun from '../../../src-renderer/signIn/FirstRun.svelte';
import AddSignIn from '../../../src-renderer/signIn/AddSignIn.svelte';
import SignInDialogs from '../../../src-renderer/signIn/SignInDialogs.svelte';
import { iamUserView, sourceView } from '../support/places.ts';
import {
  button,
  dialogs,
  enter,
  fakeMain,
  field,
  found,
  leave,
  leavePage,
  liveView,
  press,
  problem,
  profile,
  quietDesk,
  saidOf,
  sees,
  show,
  signInPlace,
  text,
  type,
  underWay,
  type FakeMain,
} from '../support/page.ts';

const refusal = {
  code: 'bad-input',
  message: 'AWS does not know this start URL in this region.',
  hint: 'Compare start URL and region with your administrator’s: latchkey sso list',
};

async function begun(main: FakeMain, times = 1): Promise<void> {
  await found(() => (main.inputsOf('beginSignIn').length === times ? true : undefined), 'a sign-in begun');
}

describe('the first run', () => {
  let main: FakeMain;
  beforeEach(() => {
    firstRun.end();
    main = fakeMain();
    show(FirstRun, {});
    show(SignInDialogs, {});
  });

  it('is shown where no sign-in is set up', () => {
    expect(firstRun.shown).toBe(true);
    main.push(liveView({ signIns: [signInPlace('acme')] }));
    expect(firstRun.shown).toBe(false);
  });

  it('is not shown where another way in is set up', () => {
    main.push(liveView({ sources: [sourceView('okta')] }));
    expect(firstRun.shown).toBe(false);
    main.push(liveView({ iamUsers: [iamUserView('build')] }));
    expect(firstRun.shown).toBe(false);
  });

  it('finds name and region in the start URL, until the person types others', () => {
    type('Start URL', 'https://acme.eu-west-1.portal.amazonaws.com/');
    expect(field('Name').value).toBe('acme');
    expect(field('Region').value).toBe('eu-west-1');
    type('Name', 'work');
    type('Start URL', 'https://other.eu-central-1.portal.amazonaws.com/');
    expect(field('Name').value).toBe('work');
    expect(field('Region').value).toBe('eu-central-1');
  });

  it('begins in the start URL', () => {
    expect(document.activeElement).toBe(field('Start URL'));
  });

  it('says beside the field what is wrong with it as it is typed', () => {
    type('Start URL', 'http://acme.awsapps.com/start');
    expect(saidOf('Start URL')).toContain('not http');
    expect(field('Start URL').getAttribute('aria-invalid')).toBe('true');
    type('Name', 'my company');
    expect(saidOf('Name')).toContain('no spaces');
  });

  it('asks nobody before all is filled in, and goes to the first field that is not', async () => {
    type('Start URL', 'https://acme.awsapps.com/start');
    enter('Start URL');
    await found(() => (document.activeElement === field('Region') ? true : undefined), 'the focus');
    expect(saidOf('Region')).toContain('Choose the region');
    expect(main.calls).toEqual([]);
  });

  it('sets the sign-in up as AWS names it, then signs in', async () => {
    type('Start URL', 'https://acme.awsapps.com/start/#/');
    leave('Start URL');
    type('Region', 'eu-west-1');
    press('More ▾');
    document.querySelector<HTMLInputElement>('input[value=pkce]')?.click();
    enter('Region');
    await begun(main);
    expect(main.calls).toEqual([
      [
        'addSsoSession',
        { name: 'acme', startUrl: 'https://acme.awsapps.com/start', region: 'eu-west-1', flow: 'pkce' },
      ],
      ['beginSignIn', { ssoSession: 'acme' }],
    ]);
  });

  async function fillAndSignIn(): Promise<void> {
    type('Start URL', 'https://acme.awsapps.com/start');
    type('Region', 'eu-west-1');
    enter('Region');
    await begun(main);
    main.push(
      liveView({
        signIns: [signInPlace('acme')],
        desk: { ...quietDesk, signIns: [underWay('acme')] },
      }),
    );
  }

  it('shows a start URL or region that AWS does not know beside the form, and takes the correction in its place', async () => {
    await fillAndSignIn();
    expect(dialogs()).toEqual(['Sign in to acme']);
    const signIns = [signInPlace('acme')];
    const refused = problem('sign-in', 'acme', refusal);
    main.push(liveView({ signIns, desk: { ...quietDesk, problems: [refused] } }));
    expect(dialogs()).toEqual([]);
    expect(document.querySelector('[role=alert]')?.textContent).toContain('AWS does not know this start URL');
    expect(text()).not.toContain('latchkey sso');
    expect(field('Start URL').value).toBe('https://acme.awsapps.com/start');
    expect(field('Name').value).toBe('acme');

    type('Start URL', 'https://acme-corp.awsapps.com/start');
    expect(field('Name').value).toBe('acme-corp');
    type('Start URL', 'https://acme.awsapps.com/start');
    type('Region', 'eu-central-1');
    enter('Region');
    await begun(main, 2);
    const asked = main.calls.filter(([name]) => !/^(awsCliSignIn|showBrowser|listBrowsers)$/.test(name));
    expect(asked.slice(2)).toEqual([
      ['dismissProblem', { id: refused.id }],
      ['removeSsoSession', { name: 'acme' }],
      [
        'addSsoSession',
        { name: 'acme', startUrl: 'https://acme.awsapps.com/start', region: 'eu-central-1', flow: 'device' },
      ],
      ['beginSignIn', { ssoSession: 'acme' }],
    ]);
  });

  it('stays until favourites are picked or left alone, while the rows come in', async () => {
    await fillAndSignIn();
    const signIns = [
      signInPlace('acme', {
        state: 'signed-in',
        signedInAs: 'ana@example.com',
        expiresAt: '2026-11-22T20:00:00Z',
      }),
    ];
    const syncs = [{ ssoSession: 'acme', done: 1, total: 2, roles: 2 }];
    main.push(liveView({ signIns, desk: { ...quietDesk, syncs } }));
    await sees('Signed in as ana@example.com');
    expect(firstRun.shown).toBe(true);
    main.pushRows([profile('payments', 'ReadOnly', 'acme'), profile('search', 'ReadOnly', 'acme')]);
    await sees('1 of 2 accounts read');
    type('Find a profile', 'pay');
    press('Favourite payments / ReadOnly');
    expect(main.inputsOf('favourite')).toEqual([
      { profile: 'payments.ReadOnly', ssoSession: 'acme', on: true },
    ]);
    main.push(liveView({ signIns, favourites: ['payments.ReadOnly'] }));
    expect(button('Favourite payments / ReadOnly').getAttribute('aria-pressed')).toBe('true');
    press('Done');
    expect(firstRun.shown).toBe(false);
  });
});

describe('adding a sign-in', () => {
  it('suggests no name that is taken', () => {
    fakeMain(liveView({ signIns: [signInPlace('acme')] }));
    show(AddSignIn, { onclose: () => undefined });
    type('Start URL', 'https://acme.awsapps.com/start');
    expect(field('Name').value).toBe('acme-2');
    type('Name', 'acme');
    expect(saidOf('Name')).toContain('already');
  });

  it('takes back what AWS does not know when it is given up', async () => {
    const main = fakeMain(liveView({ signIns: [signInPlace('work')] }));
    show(AddSignIn, { onclose: () => undefined });
    type('Start URL', 'https://acme.awsapps.com/start');
    type('Region', 'eu-west-1');
    enter('Region');
    await begun(main);
    const refused = problem('sign-in', 'acme', refusal);
    main.push(
      liveView({
        signIns: [signInPlace('work'), signInPlace('acme')],
        desk: { ...quietDesk, problems: [refused] },
      }),
    );
    await sees('AWS does not know this start URL');
    await leavePage();
    await found(() => (main.inputsOf('removeSsoSession').length === 1 ? true : undefined), 'the removal');
    expect(main.inputsOf('removeSsoSession')).toEqual([{ name: 'acme' }]);
  });

  it('ends when somebody is signed in', async () => {
    const main = fakeMain(liveView({ signIns: [signInPlace('work')] }));
    let open = true;
    show(AddSignIn, { onclose: () => (open = false) });
    type('Start URL', 'https://acme.awsapps.com/start');
    type('Region', 'eu-west-1');
    enter('Region');
    await begun(main);
    main.push(
      liveView({ signIns: [signInPlace('acme', { state: 'signed-in', expiresAt: '2026-11-22T20:00:00Z' })] }),
    );
    await found(() => (open ? undefined : true), 'the end');
    expect(main.inputsOf('removeSsoSession')).toEqual([]);
  });
});
