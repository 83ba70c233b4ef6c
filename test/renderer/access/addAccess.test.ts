import { beforeEach, describe, expect, it } from 'vitest';
import { profileList } from '../../../src-renderer/profiles/profileList.svelte.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { dialogs, enter, field, found, leave, press, saidOf, sees, text, type } from '../support/page.ts';
import { iamUserView, rowAt } from '../support/places.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

const refusal = (message: string, hint: string | null = null) => ({
  error: { code: 'bad-input', message, hint, details: [] },
});

let page: ShownWindow;
beforeEach(() => {
  page = showWindow();
  press('Add access');
});

const heading = () => document.querySelector('h1')?.textContent;
const done = () => page.calls.filter(([name]) => name !== 'showProfile');
const inputsOf = (name: string) => page.calls.filter(([called]) => called === name).map(([, input]) => input);

function choose(title: string): void {
  press(title);
  expect(text()).not.toContain('How do you sign in at work?');
}

function gone(): Promise<true> {
  return found(() => (shown.access ? undefined : true), 'the list');
}

describe('adding access', () => {
  it('asks in the person’s words, and says why for each way', () => {
    expect(heading()).toBe('How do you sign in at work?');
    const ways = [...document.querySelectorAll('main li button')];
    expect(ways).toHaveLength(7);
    for (const way of ways) {
      const why = document.getElementById(way.getAttribute('aria-describedby') ?? '')?.textContent;
      expect(why).toMatch(/\.$/);
    }
    expect(document.activeElement).toBe(ways[0]);
  });

  it('goes back to the question, and from there to the list', async () => {
    choose('I am on an EC2 machine with a role');
    press('Back');
    await sees('How do you sign in at work?');
    expect(document.activeElement?.textContent).toContain('EC2');
    page.press('Escape');
    await gone();
  });

  it('explains the word of AWS beside each way', () => {
    choose('I am on an EC2 machine with a role');
    press('What is this?');
    expect(dialogs()).toEqual(['Instance profile']);
  });

  it('keeps the form of IAM Identity Center', () => {
    choose('With our AWS access portal (IAM Identity Center)');
    expect(document.activeElement).toBe(field('Start URL'));
  });

  it('through a role in another account is the editor of role chains', () => {
    choose('Through a role in another account');
    expect(shown.roleChain).toEqual({});
    expect(shown.access).toBe(false);
  });
});

describe('an IAM user', () => {
  beforeEach(() => {
    choose('With an access key of an IAM user, and a code from my phone');
  });

  it('has no field for the secret, and its key comes past the window', async () => {
    expect([...document.querySelectorAll('main label')].map((one) => one.textContent)).toEqual([
      'Name',
      'MFA device',
      'Region',
    ]);
    type('Name', 'dana');
    page.answer('takeAccessKey', { result: { chosen: true } });
    press('Take it from the clipboard');
    await gone();
    expect(done()).toEqual([['takeAccessKey', { name: 'dana', from: 'clipboard' }]]);
    page.live({ iamUsers: [iamUserView('dana')] });
    expect(profileList.choice).toEqual({ kind: 'origin', origin: 'dana' });
  });

  it('stays where the person closed the file dialog', async () => {
    type('Name', 'dana');
    page.answer('takeAccessKey', { result: { chosen: false } });
    press('Choose a file…');
    await found(() => (document.querySelector('main [aria-busy=true]') ? undefined : true), 'the answer');
    expect(inputsOf('takeAccessKey')).toEqual([{ name: 'dana', from: 'file' }]);
    expect(field('Name').value).toBe('dana');
  });

  it('of the root user is refused beside the form, with what to do', async () => {
    type('Name', 'dana');
    page.answer('takeAccessKey', refusal('These are the keys of the root user.', 'Make an IAM user.'));
    press('Take it from the clipboard');
    await sees('These are the keys of the root user.');
    expect(document.querySelector('main [role=alert]')?.textContent).toContain('Make an IAM user.');
  });

  it('is not asked for with a name that is taken or a device without codes', () => {
    type('Name', 'ACME');
    type('MFA device', 'arn:aws:iam::012345678901:u2f/user/dana/key');
    press('Take it from the clipboard');
    expect(saidOf('Name')).toContain('already the name of something else');
    expect(saidOf('MFA device')).toContain('FIDO');
    expect(done()).toEqual([]);
  });
});

describe('a company’s sign-in page', () => {
  beforeEach(() => {
    choose('With our company’s sign-in page (SAML: Okta, Entra ID, ADFS, Google…)');
    type('Name', 'okta');
  });

  it('must begin with https: a password is typed there', () => {
    type('Sign-in page', 'http://okta.example.com/aws');
    leave('Sign-in page');
    expect(saidOf('Sign-in page')).toBe('The sign-in page must begin with https.');
    press('Save and sign in');
    expect(done()).toEqual([]);
  });

  it('is saved, and the person signs in at once', async () => {
    expect(saidOf('Sign-in page')).toContain('compare the address');
    type('Sign-in page', 'https://okta.example.com/aws');
    enter('Sign-in page');
    await gone();
    const source = {
      ...{ kind: 'saml', name: 'okta', region: 'eu-west-1' },
      from: { kind: 'page', url: 'https://okta.example.com/aws' },
    };
    expect(done()).toEqual([
      ['addSource', { source }],
      ['beginSourceSignIn', { source: 'okta' }],
    ]);
  });

  it('can be a program, whose words no shell reads', async () => {
    document.querySelector<HTMLInputElement>('input[value=command]')?.click();
    await sees('No shell reads it');
    type('Program', `saml-login --for "my company" ';' rm`);
    enter('Program');
    await gone();
    expect(inputsOf('addSource')).toMatchObject([
      { source: { from: { kind: 'command', command: ['saml-login', '--for', 'my company', ';', 'rm'] } } },
    ]);
  });

  it('opens no window for a response that is pasted', async () => {
    document.querySelector<HTMLInputElement>('input[value=pasted]')?.click();
    await found(
      () => [...document.querySelectorAll('main button')].find((one) => one.textContent.trim() === 'Save'),
      'Save',
    );
    press('Save');
    await gone();
    expect(done().map(([name]) => name)).toEqual(['addSource']);
  });

  it('that main does not take is said in the form', async () => {
    page.answer('addSource', refusal('“okta” is already the name of something else.'));
    type('Sign-in page', 'https://okta.example.com/aws');
    enter('Sign-in page');
    await sees('already the name of something else');
    expect(shown.access).toBe(true);
    expect(inputsOf('beginSourceSignIn')).toEqual([]);
  });
});

describe('a token of an OpenID Connect provider', () => {
  it('is followed by the role that it opens', async () => {
    choose('With a token of an OpenID Connect provider');
    type('Name', 'build');
    type('Issuer', 'https://id.example.com');
    type('Client id', 'aws');
    press('Save and sign in');
    await gone();
    expect(inputsOf('addSource')).toEqual([
      {
        source: {
          ...{ kind: 'web-identity', name: 'build', region: 'eu-west-1' },
          from: {
            ...{ kind: 'oidc', issuer: 'https://id.example.com', clientId: 'aws', flow: 'pkce' },
            scopes: ['openid'],
          },
        },
      },
    ]);
    expect(inputsOf('beginSourceSignIn')).toEqual([{ source: 'build' }]);
    expect(shown.roleChain).toEqual({ from: 'build' });
  });

  it('of a file needs nobody to sign in', async () => {
    choose('With a token of an OpenID Connect provider');
    document.querySelector<HTMLInputElement>('input[value=file]')?.click();
    await sees('Token file');
    type('Name', 'build');
    type('Token file', 'token');
    enter('Token file');
    await sees('The path of the token must be absolute.');
    type('Token file', '/var/run/token');
    enter('Token file');
    await gone();
    expect(done().map(([name]) => name)).toEqual(['addSource']);
  });
});

describe('profiles in ~/.aws/config', () => {
  const plan = (keysIn: string | null) => ({
    result: {
      profiles: [
        { name: 'audit', from: 'the sign-in acme', roles: 2, keysIn: null },
        { name: 'deploy', from: 'the keys in base', roles: 1, keysIn },
      ],
      left: [{ name: 'odd', why: 'It has its own credential_process.' }],
    },
  });

  beforeEach(async () => {
    page.answer('planTakeover', plan('base'));
    choose('I have profiles in ~/.aws/config');
    await sees('Take over 1 profile');
  });

  it('are listed with what is left, and why', () => {
    expect(text()).toContain('the sign-in acme, then 2 roles');
    expect(text()).toContain('It has its own credential_process.');
  });

  it('are taken over as chosen', async () => {
    page.answer('takeOver', { result: { added: ['audit'], left: [] } });
    press('Take over 1 profile');
    await gone();
    expect(inputsOf('takeOver')).toEqual([{ names: ['audit'] }]);
  });

  it('with long-term keys ask for those first', async () => {
    press('Take the keys first: base');
    expect(dialogs()).toEqual(['Take the keys of base?']);
    page.answer('takeKeys', { result: { name: 'base', arn: 'arn' } });
    page.answer('planTakeover', plan(null));
    press('Take the keys');
    await sees('Take over 2 profiles');
    expect(inputsOf('takeKeys')).toEqual([{ profile: 'base', name: 'base' }]);
  });

  it('that could not be taken over after all are told, with why', async () => {
    page.answer('takeOver', { result: { added: [], left: [{ name: 'audit', why: 'Its name is taken.' }] } });
    press('Take over 1 profile');
    await sees('Its name is taken.');
    expect(shown.access).toBe(true);
  });
});

it('a row of the new kinds says where it comes from', () => {
  shown.access = false;
  page.rows([
    rowAt('okta', 'ReadOnly', { kind: 'saml' }),
    rowAt('acme', 'Audit', { ssoSession: 'acme' }),
    rowAt('dana', 'dana', { kind: 'iam-user' }),
  ]);
  expect(page.listed().map((name) => name.replace(/.* \/ /, ''))).toEqual(['Audit', 'dana', 'ReadOnly']);
  const chain = [...document.querySelectorAll('[role=row] [role=img]')].map((one) =>
    one.getAttribute('aria-label'),
  );
  expect(chain).toEqual(['Role chain']);
  expect(text()).toContain('okta · SAML');
  page.type('okta');
  expect(page.listed()).toHaveLength(1);
});
