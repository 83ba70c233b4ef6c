import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ListedProfile, LiveView, ProfileTest, ProfileView } from '../../../src-main/contract.ts';
import RoleChainEditor from '../../../src-renderer/roleChain/RoleChainEditor.svelte';
import { view } from '../../../src-renderer/view.svelte.ts';
import {
  dialogs,
  fakeMain,
  field,
  found,
  leave,
  liveView,
  press,
  saidOf,
  sees,
  show,
  text,
  type,
  type FakeMain,
} from '../support/page.ts';
import { profileRow } from '../support/profileRow.ts';
import { until } from '../../support/until.ts';

const role = 'arn:aws:iam::222233334444:role/Deploy';
const audit = 'arn:aws:iam::333344445555:role/Audit';
const dana: LiveView['iamUsers'][number] = {
  ...{
    name: 'dana-keys',
    arn: 'arn:aws:iam::111122223333:user/dana',
    accountId: '111122223333',
    userName: 'dana',
  },
  ...{
    keyId: 'AKIA',
    region: 'eu-west-1',
    mfaSerial: 'arn:aws:iam::111122223333:mfa/dana',
    hasMfaProcess: false,
  },
  ...{ sessionSeconds: null, mfaUntil: null, profileId: 'dana-id' },
};
const source = (name: string, kind: LiveView['sources'][number]['kind']): LiveView['sources'][number] => ({
  ...{ name, kind, from: 'page', where: null, region: 'eu-west-1', state: 'signed-out' },
  ...{ signedInAs: null, endsAt: null, roles: 0 },
});
const live = liveView({
  iamUsers: [dana],
  sources: [source('okta', 'saml'), source('github', 'web-identity')],
});

const saved: ProfileView = {
  ...{
    id: 'saved-id',
    name: 'deploy-prod',
    kind: 'role-chain',
    saved: true,
    mfa: true,
    region: null,
    chain: [],
  },
  from: { query: 'dana-keys', label: 'dana-keys' },
  steps: [
    {
      ...{
        roleArn: role as ProfileView['steps'][number]['roleArn'],
        externalId: 'acme-42',
        sessionName: '{user}',
      },
      ...{ durationSeconds: null, tags: [{ key: 'team', value: 'pay' }], transitiveTagKeys: ['team'] },
      ...{ sourceIdentity: null, policy: null, policyArns: [], region: null, mfaSerial: null },
    },
  ],
};

let main: FakeMain;
let closed: (string | null)[];
beforeEach(() => {
  main = fakeMain(live);
  main.answer('addProfile', () => ({ profile: { ...saved, id: 'new-id' } }));
  main.answer('changeProfile', () => ({ profile: saved }));
  main.answer('showProfile', () => ({ profile: saved }));
  closed = [];
});

const open = (props: { profile?: string; from?: string; test?: boolean } = {}): void => {
  show(RoleChainEditor, { ...props, onclose: (id: string | null) => closed.push(id) });
};
const cards = () => [...document.querySelectorAll<HTMLElement>('[role=group][aria-labelledby]')];
const roleField = (at: number) => cards()[at]!.querySelector<HTMLInputElement>('[data-field=roleArn]')!;
const typeRole = (at: number, arn: string): void => {
  roleField(at).value = arn;
  roleField(at).dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
};
const key = (target: Element, name: string, more: KeyboardEventInit = {}): void => {
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }));
  flushSync();
};
const startAt = (name: string): void => {
  type('Starts at', name);
  key(field('Starts at'), 'Enter');
};
const durations = (): string[] =>
  [...field('Duration').querySelectorAll('option')].map(({ text: words }) => words);
const cap = 'AWS caps this step at 1 hour: it is assumed with temporary keys.';

describe('the editor of role chains', () => {
  it('saves what was typed, and says which profile it became', async () => {
    main.pushRows([profileRow('payments-prod', 'Admin')]);
    open();
    type('Name', ' deploy-prod ');
    startAt('pay adm');
    typeRole(0, `${role} `);
    type('External id', 'acme-42');
    press('Save');
    await found(() => closed[0], 'the end');
    expect(closed).toEqual(['new-id']);
    expect(main.inputsOf('addProfile')).toMatchObject([
      { name: 'deploy-prod', from: 'payments-prod.Admin', steps: [{ roleArn: role, externalId: 'acme-42' }] },
    ]);
  });

  it('goes to the first fault on Save, says it beside its field, and asks main nothing', async () => {
    open();
    press('Save');
    await found(() => (document.activeElement === field('Name') ? true : undefined), 'focus on the name');
    expect(saidOf('Name')).toBe('Give it a name.');
    type('Name', 'deploy');
    press('Save');
    await found(
      () => (document.activeElement === field('Starts at') ? true : undefined),
      'focus on the start',
    );
    startAt('dana');
    typeRole(0, role);
    press('More ▾');
    type('Session policy', '{');
    press('More ▴');
    press('Save');
    const policy = await found(
      () => document.querySelector('[data-field=policy]'),
      'the policy, out of “More”',
    );
    expect(document.activeElement).toBe(policy);
    expect(saidOf('Session policy')).toContain('JSON object with a Statement');
    expect(policy.getAttribute('aria-invalid')).toBe('true');
    expect(main.calls).toEqual([]);
  });

  it('shows account and role of a pasted ARN or link, as AWS prints them', () => {
    open();
    typeRole(0, 'https://signin.aws.amazon.com/switchrole?account=222233334444&roleName=Deploy');
    expect(field('Role ARN').value).toBe(role);
    expect(saidOf('Role ARN')).toBe('Deploy in account 2222-3333-4444');
    typeRole(0, 'arn:aws:sts::222233334444:assumed-role/Deploy/dana');
    expect(saidOf('Role ARN')).toContain(`the role’s own: ${role}`);
  });

  it('says beside the name what main does not take', async () => {
    open({ from: 'dana-keys' });
    type('Name', 'taken');
    typeRole(0, role);
    main.refuse('addProfile', { message: 'There is a profile “taken” already.' });
    press('Save');
    await found(() => (saidOf('Name').includes('already') ? true : undefined), 'the reason');
    expect(document.activeElement).toBe(field('Name'));
    type('Name', 'free');
    expect(saidOf('Name')).not.toContain('already');
    expect(closed).toEqual([]);
  });

  it('asks before it loses what was typed, and only then', async () => {
    open();
    press('Cancel');
    expect(closed).toEqual([null]);
    type('Name', 'x');
    press('Cancel');
    expect(dialogs()).toEqual(['Leave without saving?']);
    press('Leave');
    await found(() => closed[1] === null || undefined, 'the end');
  });

  it('changes a saved one, and sends its start only where that is another', async () => {
    open({ profile: 'saved-id' });
    await sees('Edit deploy-prod');
    expect(field('Starts at').value).toBe('dana-keys');
    press('More ▾');
    expect(document.querySelector<HTMLInputElement>('[aria-label="Tag key"]')!.value).toBe('team');
    type('External id', 'acme-43');
    press('Save');
    await found(() => closed[0], 'the end');
    const [sent] = main.inputsOf('changeProfile') as [object];
    expect(sent).toMatchObject({
      ...{ profile: 'saved-id', mfa: true },
      steps: [{ externalId: 'acme-43', transitiveTagKeys: ['team'] }],
    });
    expect(sent).not.toHaveProperty('from');
  });

  it('moves steps by button and by keys with the focus, and removes them', async () => {
    open({ from: 'dana-keys' });
    typeRole(0, role);
    press('Add a step');
    await found(() => cards()[1], 'step 2');
    typeRole(1, audit);
    expect(document.activeElement).toBe(roleField(1));
    key(roleField(1), 'ArrowUp', { altKey: true });
    await found(() => (roleField(0).value === audit ? true : undefined), 'the other order');
    await found(() => (document.activeElement === roleField(0) ? true : undefined), 'the focus with it');
    press('Move step 1 down');
    await found(() => (roleField(0).value === role ? true : undefined), 'the first order');
    press('Remove step 1');
    expect(cards()).toHaveLength(1);
    expect(roleField(0).value).toBe(audit);
  });
});

describe('the limit of a step is said before AWS is asked', () => {
  it('12 hours from an IAM user’s own keys; more than 1 hour asks for a code each time with MFA', () => {
    open({ from: 'dana-keys' });
    expect(durations().at(-1)).toBe('12 hours');
    expect(saidOf('Duration')).toBe('Up to 12 hours, if the role allows as much.');
    document.querySelector<HTMLInputElement>('.check input')!.click();
    flushSync();
    expect(saidOf('Duration')).toContain('1 hour from the MFA session. Longer');
    expect(durations().at(-1)).toBe('12 hours');
  });

  it('1 hour after an Identity Center role, and for each later step', () => {
    main.pushRows([profileRow('payments-prod', 'Admin')]);
    open({ from: 'payments-prod.Admin' });
    expect(saidOf('Duration')).toBe(cap);
  });

  it('a longer one that was chosen before stays, and is told to be too long', () => {
    main.pushRows([profileRow('payments-prod', 'Admin')]);
    open({ from: 'dana-keys' });
    field('Duration').value = '43200';
    field('Duration').dispatchEvent(new Event('change', { bubbles: true }));
    flushSync();
    startAt('pay adm');
    expect(durations()).toContain('12 hours');
    expect(saidOf('Duration')).toContain('AWS caps a role that is assumed with temporary credentials');
    expect(field('Duration').getAttribute('aria-invalid')).toBe('true');
  });
});

describe('an MFA device of a step', () => {
  it('is asked for only where AWS takes a code: with an IAM user’s own keys', async () => {
    main.pushRows([profileRow('payments-prod', 'Admin')]);
    main.answer('showProfile', () => ({
      profile: { ...saved, mfa: false, steps: [{ ...saved.steps[0], mfaSerial: dana.mfaSerial }] },
    }));
    open({ profile: 'saved-id' });
    await sees('Edit deploy-prod');
    press('More ▾');
    expect(field('MFA device').value).toBe(dana.mfaSerial);
    startAt('pay adm');
    press('Save');
    expect(saidOf('MFA device')).toContain('only with an IAM user’s own keys');
    type('MFA device', '');
    expect(text()).not.toContain('MFA device');
  });
});

describe('the first step of an identity provider', () => {
  it('is a role and up to 12 hours from SAML, and says why', async () => {
    open({ from: 'okta' });
    type('Name', 'by-okta');
    typeRole(0, role);
    expect(durations().at(-1)).toBe('12 hours');
    for (const label of ['External id', 'More']) expect(text()).not.toContain(label);
    expect(text()).toContain('AWS takes no external id, tags or MFA code');
    press('Save');
    await found(() => closed[0], 'the end');
    expect(main.inputsOf('addProfile')).toEqual([
      { name: 'by-okta', from: 'okta', steps: [{ roleArn: role, durationSeconds: null }] },
    ]);
  });

  it('has a session name from web identity', () => {
    open({ from: 'github' });
    press('More ▾');
    expect(field('Session name').value).toBe('{user}');
    for (const label of ['Source identity', 'Session policy', 'Region']) expect(text()).not.toContain(label);
  });
});

describe('where a chain starts', () => {
  it('is searched among thousands, of which few are in the page', async () => {
    const rows: ListedProfile[] = Array.from({ length: 5_000 }, (_, index) =>
      profileRow(`account-${index}`, 'Admin'),
    );
    main.pushRows(rows);
    await until(() => {
      expect(view.rows).toHaveLength(rows.length);
    });
    open();
    const start = field('Starts at');
    key(start, 'ArrowDown');
    const options = () => [...document.querySelectorAll<HTMLElement>('[role=option]')];
    expect(options().length).toBeLessThan(20);
    expect(options()[0]!.getAttribute('aria-setsize')).toBe('5003');
    type('Starts at', 'account-4321');
    expect(options()[0]!.textContent).toContain('account-4321');
    expect(start.getAttribute('aria-activedescendant')).toBe(options()[0]!.id);
    key(start, 'Escape');
    expect(start.value).toBe('');
    expect(start.getAttribute('aria-expanded')).toBe('false');
    startAt('account-17 ');
    expect(field('Starts at').value).toBe('account-17 / Admin');
  });

  it('is meant where its name was typed whole', () => {
    open();
    type('Starts at', 'OKTA');
    leave('Starts at');
    expect(field('Starts at').value).toBe('okta');
  });
});

const link = (change: Partial<ProfileTest['links'][number]>): ProfileTest['links'][number] => ({
  ...{ label: 'Deploy', call: 'AssumeRole', state: 'ok', arn: null, expiresAt: null },
  ...{ message: null, hint: null, denial: null },
  ...change,
});
const denied: ProfileTest = {
  works: false,
  links: [
    link({ label: 'dana-keys', call: 'GetSessionToken', arn: 'arn:aws:iam::111122223333:user/dana' }),
    link({
      state: 'failed',
      message: 'AWS did not let the IAM user dana assume the role Deploy.',
      denial: {
        sentence:
          'AWS did not let the IAM user dana (111122223333) assume the role Deploy (222233334444): no.',
        whatAwsSaid: 'User is not authorized to perform: sts:AssumeRole',
        causes: [
          { kind: 'trust-policy', text: 'The trust policy does not name dana.' },
          { kind: 'external-id', text: 'An external id is asked for.' },
        ],
        trustStatement: '{ "Principal": { "AWS": "arn:aws:iam::111122223333:user/dana" } }',
        permissionStatement: `{ "Resource": "${role}" }`,
        fix: { durationSeconds: 3600 },
      },
    }),
    link({ label: 'Audit', state: 'not-run' }),
  ],
};
const items = (): string[] =>
  [...document.querySelectorAll('[aria-label="Test result"] > ol > li')].map(({ textContent }) =>
    textContent.replace(/\s+/g, ' ').trim(),
  );

describe('a test of the chain', () => {
  const openTwo = async (): Promise<void> => {
    open({ from: 'dana-keys' });
    typeRole(0, role);
    press('Add a step');
    await found(() => cards()[1], 'step 2');
    typeRole(1, audit);
  };

  it('needs no name, and says why AWS said no, with what to send to whom', async () => {
    main.answer('testProfile', () => denied);
    await openTwo();
    field('Duration').value = '43200';
    field('Duration').dispatchEvent(new Event('change', { bubbles: true }));
    press('Test');
    expect(items()).toEqual(['dana-keys Waiting', 'Deploy Waiting', 'Audit Waiting']);
    await sees('The chain ends where AWS said no.');
    expect(items()).toHaveLength(3);
    expect(items()[0]).toContain('AWS sees arn:aws:iam::111122223333:user/dana');
    expect(items()[2]).toBe('Audit Not run');
    expect(document.querySelector('blockquote')?.textContent).toBe(
      'User is not authorized to perform: sts:AssumeRole',
    );
    expect(items()[1]).toMatch(/The trust policy does not name dana\..*An external id is asked for\./);
    expect(text()).toContain('For the administrator of account 2222-3333-4444: trust policy');
    expect(text()).toContain('For the administrator of account 1111-2222-3333: permissions');
    press('Copy all for an administrator');
    const [{ text: copied }] = main.inputsOf('copyText') as [{ text: string }];
    for (const part of [
      '(222233334444): no.',
      'not authorized',
      '1. The trust policy',
      '"Principal"',
      '"Resource"',
    ])
      expect(copied).toContain(part);
    press('Use 1 hour');
    expect(field('Duration').value).toBe('3600');
    expect(text()).toContain('The chain was changed since this test.');
    expect(main.inputsOf('testProfile')).toMatchObject([
      {
        asksItself: true,
        draft: { from: 'dana-keys', mfa: false, steps: [{ durationSeconds: 43_200 }, {}] },
      },
    ]);
  });

  it('asks for an MFA code where AWS needs one, and again where it was wrong', async () => {
    await openTwo();
    main.refuse('testProfile', { code: 'mfa-code-needed', message: 'dana-keys needs an MFA code.' });
    press('Test');
    await found(() => dialogs()[0], 'the prompt');
    expect(text()).toContain(dana.mfaSerial!);
    main.refuse('testProfile', { code: 'mfa-code-refused', message: 'AWS did not take the code.' });
    type('Code', '111111');
    await found(
      () => (saidOf('Code').includes('AWS did not take the code.') ? true : undefined),
      'the sentence',
    );
    main.answer('testProfile', () => ({ works: true, links: [link({}), link({}), link({})] }));
    type('Code', '222222');
    await sees('The whole chain works.');
    expect(dialogs()).toEqual([]);
    expect(main.inputsOf('testProfile')).toMatchObject([{}, { mfaCode: '111111' }, { mfaCode: '222222' }]);
  });

  it('ends without a result where no code is given', async () => {
    await openTwo();
    main.refuse('testProfile', { code: 'mfa-code-needed', message: 'dana-keys needs an MFA code.' });
    press('Test');
    await found(() => dialogs()[0], 'the prompt');
    document.querySelector('dialog')!.querySelector('button')!.click();
    flushSync();
    expect(dialogs()).toEqual([]);
    expect(items()).toEqual([]);
  });

  it('goes to the first fault where the chain is not whole', async () => {
    open({ from: 'dana-keys' });
    press('Test');
    await found(() => (document.activeElement === roleField(0) ? true : undefined), 'focus on the role');
    expect(main.inputsOf('testProfile')).toEqual([]);
  });

  it('runs at once where it was opened for that', async () => {
    main.answer('testProfile', () => ({ works: true, links: [link({})] }));
    open({ profile: 'saved-id', test: true });
    await sees('The whole chain works.');
  });
});
