import { beforeEach, describe, expect, it } from 'vitest';
import { unlock } from '../../../src-renderer/secrets/unlock.svelte.ts';
import SecretsBanner from '../../../src-renderer/secrets/SecretsBanner.svelte';
import {
  dialogs,
  enter,
  fakeMain,
  found,
  liveView,
  press,
  saidOf,
  sees,
  show,
  text,
  type,
  type FakeMain,
} from '../support/page.ts';

type Secrets = ReturnType<typeof liveView>['secrets'];

describe('a store that does not answer', () => {
  let main: FakeMain;
  const secretsAre = (secrets: Secrets): void => {
    main.push(liveView({ secrets }));
  };
  beforeEach(() => {
    unlock.end();
    main = fakeMain();
    show(SecretsBanner, {});
  });

  const banner = (): Element | null => document.querySelector('[role=status]');

  it('is not spoken of while it is ready', () => {
    expect(banner()).toBeNull();
  });

  it('that is a locked keychain is unlocked by the desktop’s own dialog, and no passphrase is asked here', async () => {
    secretsAre({ store: 'keychain', state: 'locked', reason: null });
    expect(banner()?.textContent).toContain('The keychain that holds your sign-ins is locked.');
    expect(banner()?.textContent).toContain('your desktop asks for its password');
    press('Unlock');
    await found(() => (main.inputsOf('unlockSecrets').length === 1 ? true : undefined), 'the call');
    expect(main.inputsOf('unlockSecrets')).toEqual([{}]);
    expect(dialogs()).toEqual([]);
  });

  it('that is a locked file asks for its passphrase, and keeps the prompt when it is wrong', async () => {
    secretsAre({ store: 'file', state: 'locked', reason: null });
    main.refuse('unlockSecrets', { message: 'The passphrase does not open the secrets file.' });
    press('Unlock');
    type('Passphrase', 'wrong');
    enter('Passphrase');
    await found(() => (saidOf('Passphrase').includes('does not open') ? true : undefined), 'the reason');
    main.answer('unlockSecrets', () => ({}));
    type('Passphrase', 'correct horse');
    enter('Passphrase');
    await found(() => (dialogs().length === 0 ? true : undefined), 'the end');
    expect(main.inputsOf('unlockSecrets')).toEqual([
      { passphrase: 'wrong' },
      { passphrase: 'correct horse' },
    ]);
  });

  describe('and is unavailable', () => {
    beforeEach(() => {
      secretsAre({ store: 'keychain', state: 'unavailable', reason: 'No Secret Service answers.' });
    });

    it('says why, and what each other place would mean', () => {
      for (const words of [
        'No Secret Service answers.',
        'sign in again after each restart',
        'encrypted file with a passphrase',
      ]) {
        expect(banner()?.textContent).toContain(words);
      }
      expect(main.calls).toEqual([]);
    });

    it('is kept in memory only when the person says so', async () => {
      press('Memory only…');
      expect(text()).toContain('You sign in again after each restart of Latchkey.');
      expect(main.calls).toEqual([]);
      press('Memory only');
      await found(() => (dialogs().length === 0 ? true : undefined), 'the end');
      expect(main.calls).toEqual([['setTrustSetting', { name: 'secrets', value: 'memory' }]]);
    });

    it('is kept in a file with the passphrase of the person, and says which is too short', async () => {
      main.refuse('setTrustSetting', { message: 'A passphrase has at least 8 characters.' });
      press('Encrypted file…');
      type('Passphrase', 'short');
      type('The same again', 'short');
      enter('The same again');
      await sees('A passphrase has at least 8 characters.');
      main.answer('setTrustSetting', () => ({}));
      type('Passphrase', 'correct horse');
      type('The same again', 'correct horse');
      enter('The same again');
      await found(() => (dialogs().length === 0 ? true : undefined), 'the end');
      expect(main.inputsOf('setTrustSetting').at(-1)).toEqual({
        name: 'secrets',
        value: 'file',
        passphrase: 'correct horse',
      });
    });

    it('says what is so where a choice was made long ago', async () => {
      main.refuse('setTrustSetting', {
        code: 'store-already-chosen',
        message: 'This home keeps its secrets in the store “keychain”.',
        hint: 'The choice is made once a home; use another home (LATCHKEY_HOME) for another store.',
      });
      press('Memory only…');
      press('Memory only');
      await sees('This home keeps its secrets in the store “keychain”.');
      expect(text()).not.toContain('LATCHKEY_HOME');
    });
  });
});
