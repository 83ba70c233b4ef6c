import { describe, expect, it, vi } from 'vitest';
import { CommandError } from '../../../src-renderer/api.ts';
import Prompt from '../../../src-renderer/ui/Prompt.svelte';
import {
  button,
  enter,
  escape,
  field,
  found,
  press,
  saidOf,
  sees,
  show,
  text,
  type,
} from '../support/page.ts';
import { until } from '../../support/until.ts';

const nothing = (): undefined => undefined;
const refusal = (message: string, hint: string | null = null): CommandError =>
  new CommandError({ code: 'denied', message, hint, details: [] });

function askForCode(send: (code: string) => Promise<void>): void {
  show(Prompt, {
    title: 'MFA code',
    facts: [
      ['Profile', 'payments-prod.Admin'],
      ['Device', 'arn:aws:iam::012345678901:mfa/ana'],
    ],
    ask: { kind: 'code', send },
    onclose: nothing,
  });
}

describe('a prompt for a code', () => {
  it('says for which profile and device', () => {
    askForCode(() => Promise.resolve());
    expect(text()).toContain('payments-prod.Admin');
    expect(text()).toContain('arn:aws:iam::012345678901:mfa/ana');
  });

  it('has the focus, and sends itself at the sixth digit, not before', async () => {
    const send = vi.fn(() => Promise.resolve());
    askForCode(send);
    expect(document.activeElement).toBe(field('Code'));
    type('Code', '12345');
    expect(send).not.toHaveBeenCalled();
    type('Code', '123456');
    await until(() => {
      expect(send.mock.calls).toEqual([['123456']]);
    });
  });

  it('takes a pasted code with a space, and letters nowhere', () => {
    const send = vi.fn(() => Promise.resolve());
    askForCode(send);
    type('Code', '12a');
    expect(field('Code').value).toBe('12');
    type('Code', ' 123 456 ');
    expect(send).toHaveBeenCalledWith('123456');
  });

  it('keeps a wrong code, selects it and says why', async () => {
    const send = vi.fn(() =>
      Promise.reject(refusal('AWS did not take this code.', 'AWS takes each code once: wait 18 s.')),
    );
    askForCode(send);
    type('Code', '123456');
    await found(() => (saidOf('Code').includes('wait 18 s') ? true : undefined), 'the reason');
    const { value, selectionStart, selectionEnd } = field('Code');
    expect({ value, selectionStart, selectionEnd }).toEqual({
      value: '123456',
      selectionStart: 0,
      selectionEnd: 6,
    });
    expect(field('Code').getAttribute('aria-invalid')).toBe('true');
    type('Code', '654321');
    await until(() => {
      expect(send).toHaveBeenCalledTimes(2);
    });
  });

  it('is closed by Escape', () => {
    const onclose = vi.fn();
    show(Prompt, { title: 'MFA code', ask: { kind: 'code', send: () => Promise.resolve() }, onclose });
    escape();
    expect(onclose).toHaveBeenCalledOnce();
  });
});

describe('a prompt for a passphrase', () => {
  const ask = (send: (passphrase: string) => Promise<void>, twice = false): void => {
    show(Prompt, {
      title: 'Unlock',
      ask: { kind: 'passphrase', action: 'Unlock', twice, send },
      onclose: nothing,
    });
  };

  it('masks it, and no browser remembers it', () => {
    ask(() => Promise.resolve());
    expect(field('Passphrase').type).toBe('password');
    expect(field('Passphrase').getAttribute('autocomplete')).toBe('off');
  });

  it('sends it on Enter, spaces and all', () => {
    const send = vi.fn(() => Promise.resolve());
    ask(send);
    type('Passphrase', ' correct horse ');
    enter('Passphrase');
    expect(send.mock.calls).toEqual([[' correct horse ']]);
  });

  it('says that Caps Lock is on', () => {
    ask(() => Promise.resolve());
    const key = new KeyboardEvent('keydown', { key: 'A', bubbles: true });
    key.getModifierState = (name) => name === 'CapsLock';
    field('Passphrase').dispatchEvent(key);
    return sees('Caps Lock is on.');
  });

  it('says why it was not taken, and stays', async () => {
    ask(() => Promise.reject(refusal('The passphrase does not open the secrets file.')));
    type('Passphrase', 'wrong');
    enter('Passphrase');
    await found(() => (saidOf('Passphrase').includes('does not open') ? true : undefined), 'the reason');
  });

  it('takes a new one only typed the same twice', () => {
    const send = vi.fn(() => Promise.resolve());
    ask(send, true);
    type('Passphrase', 'correct horse');
    type('The same again', 'correct hose');
    enter('The same again');
    expect(send).not.toHaveBeenCalled();
    expect(saidOf('The same again')).toBe('The two are not the same.');
    type('The same again', 'correct horse');
    enter('The same again');
    expect(send).toHaveBeenCalledOnce();
  });
});

describe('a prompt with choices', () => {
  const ask = (choose: () => unknown, inertFirst = false, kind?: 'primary'): void => {
    show(Prompt, {
      title: 'Another person signed in',
      ask: { kind: 'choice', inertFirst, choices: [{ label: 'Keep', choose, ...(kind && { kind }) }] },
      onclose: nothing,
    });
  };

  it('gives the focus to its default, and without one to no button', () => {
    ask(nothing, false, 'primary');
    expect(document.activeElement).toBe(button('Keep'));
    document.querySelector('dialog')?.remove();
    ask(nothing);
    expect(document.activeElement?.tagName).toBe('DIALOG');
  });

  it('takes nothing in the first second where it says so', () => {
    vi.useFakeTimers();
    try {
      const choose = vi.fn();
      ask(choose, true);
      press('Keep');
      vi.advanceTimersByTime(999);
      press('Keep');
      expect(choose).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      press('Keep');
      expect(choose).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  it('says why a choice could not be done, and stays', async () => {
    ask(() => Promise.reject(refusal('The keychain is locked.')));
    press('Keep');
    await sees('The keychain is locked.');
    expect(button('Keep').getAttribute('aria-busy')).toBe('false');
  });
});
