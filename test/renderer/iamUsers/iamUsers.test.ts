import { beforeEach, describe, expect, it } from 'vitest';
import { iamUserWords } from '../../../src-renderer/iamUsers/iamUserWords.ts';
import { button, dialogs, found, press, sees, text, type } from '../support/page.ts';
import { iamUserView } from '../support/places.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

const now = Date.parse('2026-11-22T09:30:00Z');
const dana = iamUserView('dana');
const rotated = (formerKeyId: string | null, deactivated = false) => ({
  result: { name: 'dana', keyId: 'AKIANEW', formerKeyId, deactivated },
});
const needed = { error: { code: 'mfa-code-needed', message: 'A code is needed.', hint: null, details: [] } };

describe('an IAM user', () => {
  it.each([
    ['has an MFA session until it ends', { mfaUntil: '2026-11-22T12:30:00Z' }, '3h', false],
    ['wants a code once it has ended', { mfaUntil: '2026-11-22T09:29:59Z' }, 'no MFA session', true],
    ['wants none without a device', { mfaSerial: null }, 'ready', false],
    ['wants none where a program gives it', { hasMfaProcess: true }, 'ready', false],
  ])('%s', (_, change, short, wantsCode) => {
    expect(iamUserWords(iamUserView('dana', change), now)).toMatchObject({ short, wantsCode });
  });
});

describe('the bar of an IAM user', () => {
  let page: ShownWindow;
  beforeEach(() => {
    page = showWindow();
    page.live({ iamUsers: [dana] });
    page.click('dana no MFA session');
  });

  const inputs = () => page.calls.filter(([name]) => name === 'rotateIamUser').map(([, input]) => input);

  it('names user, account and device', () => {
    const bar = document.querySelector('section[aria-label="IAM user dana"]')?.textContent;
    expect(bar).toContain('0123-4567-8901');
    expect(bar).toContain('arn:aws:iam::012345678901:mfa/dana');
  });

  it('rotates the key only after it has said what happens, and deactivates the former one only when asked', async () => {
    press('Rotate the key…');
    expect(dialogs()).toEqual(['Rotate the key of dana?']);
    expect(inputs()).toEqual([]);
    page.answer('rotateIamUser', rotated('AKIAOLD'));
    press('Rotate the key');
    await sees('The former key AKIAOLD is still active');
    page.answer('rotateIamUser', rotated(null, true));
    press('Deactivate the former key');
    await found(() => (dialogs().length === 0 ? true : undefined), 'the end');
    expect(inputs()).toEqual([
      { name: 'dana', asksItself: true },
      { name: 'dana', asksItself: true, deactivateFormer: true },
    ]);
  });

  it('asks for the code that a rotation needs, and goes on', async () => {
    press('Rotate the key…');
    page.answer('rotateIamUser', needed);
    press('Rotate the key');
    await sees('AWS wants an MFA code for this');
    page.answer('rotateIamUser', rotated('AKIAOLD'));
    type('Code', '123456');
    await sees('AKIANEW is in the keychain');
    expect(inputs().at(-1)).toEqual({ name: 'dana', asksItself: true, mfaCode: '123456' });
    expect(text()).not.toContain('AWS wants an MFA code');
  });

  it('says why a rotation could not go on', async () => {
    press('Rotate the key…');
    const error = {
      code: 'denied',
      message: 'AWS refused CreateAccessKey.',
      hint: 'Ask for it.',
      details: [],
    };
    page.answer('rotateIamUser', { error });
    press('Rotate the key');
    await sees('AWS refused CreateAccessKey. Ask for it.');
    expect(button('Rotate the key').getAttribute('aria-busy')).toBe('false');
  });
});
