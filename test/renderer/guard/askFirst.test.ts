import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Question } from '../../../src-main/contract.ts';
import { mfa } from '../../../src-renderer/mfa/mfa.svelte.ts';
import { button, dialogs, escape, press, text } from '../support/page.ts';
import { codeWanted } from '../support/places.ts';
import { question } from '../support/question.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

const second = 1_000;
let page: ShownWindow;
let count = 0;

beforeEach(() => {
  vi.useFakeTimers();
  page = showWindow();
});
afterEach(() => {
  mfa.giveUp();
  vi.useRealTimers();
});

/** Ids are never used twice, as main never does. */
function asked(change: Partial<Question> = {}): Question {
  count += 1;
  return question(`q${count}`, change);
}

async function after(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  flushSync();
}

const answers = (): unknown[] =>
  page.calls.filter(([name]) => name === 'answerQuestion').map(([, input]) => input);
const choices = (): string[] =>
  [...document.querySelectorAll('dialog button')].map((one) => one.textContent.trim());
const fact = (label: string): string => {
  const term = [...document.querySelectorAll('dialog dt')].find((one) => one.textContent === label);
  return term?.nextElementSibling?.textContent.replace(/\s+/g, ' ').trim() ?? '';
};

describe('a program that asks', () => {
  it('is shown with its file, its tree, its folder, and what it wants', () => {
    page.live({ questions: [asked()] });
    expect(dialogs()).toEqual(['A program asks for payments-prod.Admin']);
    expect(fact('Program')).toBe('/opt/tools/bin/terraform 4713');
    expect(fact('Started by')).toBe('/usr/bin/make 4712/usr/bin/bash 4711');
    expect(fact('Folder')).toBe('/home/dana/deploy');
    expect(fact('Account')).toBe('payments-prod · 0421-9933-0871');
    expect(fact('Role')).toBe('Admin');
    expect(fact('For')).toContain('latchkey env');
  });

  it('is answered with what the question takes, each with what it does, and nothing else', () => {
    page.live({ questions: [asked()] });
    expect(choices()).toEqual([
      'Allow once',
      'Allow until bash ends',
      '15-minute keys',
      'Give payments-prod.ReadOnly instead',
      'Deny',
    ]);
    for (const name of choices()) {
      const id = button(name).getAttribute('aria-describedby') ?? '';
      expect(document.getElementById(id)?.textContent).toMatch(/\w.*\.$/);
    }
    page.live({ questions: [asked({ answers: ['once', 'deny'], readOnly: null })] });
    expect(choices()).toEqual(['Allow once', 'Deny']);
  });

  it.each([
    ['Allow once', 'once'],
    ['Allow until bash ends', 'tree'],
    ['15-minute keys', 'short'],
    ['Give payments-prod.ReadOnly instead', 'read-only'],
    ['Deny', 'deny'],
  ])('hears “%s” as %s', async (label, answer) => {
    const one = asked();
    page.live({ questions: [one] });
    await after(second);
    press(label);
    await after(0);
    expect(answers()).toEqual([{ id: one.id, answer }]);
    expect(dialogs()).toEqual([]);
  });

  it('is told where the system knows nothing of its file or folder', () => {
    page.live({ questions: [asked({ tree: [{ pid: 99, executable: '' }], folder: null })] });
    expect(fact('Program')).toBe('The system does not tell which 99');
    expect(fact('Folder')).toBe('The system does not tell which');
    expect(choices()).toContain('Allow until program 99 ends');
  });

  it('stays where main does not take the answer, and says why', async () => {
    const error = { code: 'bad-input', message: 'Nobody waits for it any more.', hint: null, details: [] };
    page.answer('answerQuestion', { error });
    page.live({ questions: [asked()] });
    await after(second);
    press('Allow once');
    await after(0);
    expect(text()).toContain('Nobody waits for it any more.');
    expect(dialogs()).toHaveLength(1);
  });
});

describe('what nobody meant', () => {
  it('answers nothing in the first second', async () => {
    page.live({ questions: [asked()] });
    press('Allow once');
    await after(second - 1);
    press('Allow once');
    press('Deny');
    expect(answers()).toEqual([]);
    await after(1);
    press('Deny');
    expect(answers()).toHaveLength(1);
  });

  it('has no button to press with Enter or Space', async () => {
    page.live({ questions: [asked()] });
    await after(2 * second);
    expect(document.activeElement?.tagName).toBe('DIALOG');
    expect(document.querySelector('dialog .primary')).toBeNull();
    for (const key of ['Enter', ' ']) page.press(key);
    expect(page.calls).toEqual([]);
  });

  it('neither answers nor closes by Escape', async () => {
    page.live({ questions: [asked()] });
    await after(2 * second);
    for (let presses = 0; presses < 3; presses += 1) {
      // Chromium sends no cancel event after a keydown that was taken; a second one would close without it.
      expect(page.press('Escape')).toBe(true);
      escape();
    }
    document.querySelector('dialog')?.close();
    flushSync();
    expect(document.querySelector('dialog')?.open).toBe(true);
    expect(answers()).toEqual([]);
  });

  it('rests anew when the window comes to the front under somebody’s hands', async () => {
    page.live({ questions: [asked()] });
    await after(2 * second);
    window.dispatchEvent(new Event('focus'));
    press('Allow once');
    expect(answers()).toEqual([]);
    await after(second);
    press('Allow once');
    expect(answers()).toHaveLength(1);
  });
});

describe('several programs', () => {
  it('are asked about one at a time, the oldest first, and each rests a second anew', async () => {
    const [first, next] = [asked(), asked({ profileName: 'edge.Admin' })];
    page.live({ questions: [first, next] });
    expect(dialogs()).toEqual(['A program asks for payments-prod.Admin']);
    expect(text()).toContain('One more question waits.');
    await after(second);
    press('Deny');
    await after(0);
    expect(dialogs()).toEqual(['A program asks for edge.Admin']);
    press('Deny');
    await after(second - 1);
    press('Deny');
    expect(answers()).toEqual([{ id: first.id, answer: 'deny' }]);
    await after(1);
    press('Deny');
    expect(answers()).toHaveLength(2);
  });

  it('never take the place of the one that is shown, nor hold up its answer', async () => {
    const first = asked();
    page.live({ questions: [first] });
    await after(second);
    const shown = button('Allow once');
    // As main tells them: the same, in a new object.
    page.live({ questions: [structuredClone(first), asked(), asked()] });
    expect(button('Allow once')).toBe(shown);
    expect(text()).toContain('2 more questions wait.');
    press('Allow once');
    expect(answers()).toEqual([{ id: first.id, answer: 'once' }]);
  });

  it('go when they were answered elsewhere, or their program has gone', async () => {
    const next = asked({ profileName: 'edge.Admin' });
    page.live({ questions: [asked(), next] });
    await after(second);
    page.live({ questions: [next] });
    expect(dialogs()).toEqual(['A program asks for edge.Admin']);
    press('Allow once');
    expect(answers()).toEqual([]);
    page.live({});
    expect(dialogs()).toEqual([]);
  });
});

describe('over everything else', () => {
  const isOnTop = (): string => dialogs().at(-1) ?? '';

  it('lies over a dialog that is open, and over one that opens later', async () => {
    const raised = vi.spyOn(HTMLDialogElement.prototype, 'showModal');
    page.press('?');
    page.live({ questions: [asked()] });
    expect(isOnTop()).toBe('A program asks for payments-prod.Admin');
    await after(second);
    mfa.answer(codeWanted('dana', 'deploy'));
    flushSync();
    expect(dialogs()).toContain('MFA code for deploy');
    const last = raised.mock.contexts.at(-1) as HTMLDialogElement;
    expect(last.textContent).toContain('A program asks for');
    expect(document.activeElement).toBe(last);
    raised.mockRestore();
  });

  it.each([{ signIns: [] }, {}])('is there in the first run and in the settings (%j)', (live) => {
    page.live(live);
    if (live.signIns === undefined) page.click('Settings');
    page.live({ ...live, questions: [asked()] });
    expect(dialogs()).toEqual(['A program asks for payments-prod.Admin']);
  });
});

describe('hostile names', () => {
  it('turn nothing around, hide nothing and end no line', () => {
    const executable = '/tmp/\u202egpj.hs\u0000\u200b\n/\u2066exe';
    page.live({
      questions: [
        asked({
          tree: [{ pid: 1, executable }],
          profileName: 'prod\u202e\u2028x',
          accountName: 'a\u00adb',
          roleName: 'Admin\u2069',
          folder: '/x\u3164\u00a0',
          readOnly: 'read\u202eonly',
        }),
      ],
    });
    expect(document.body.textContent).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u00ad\u200b\u2028-\u202e\u2066-\u2069\u3164]/,
    );
    expect(fact('Program')).toBe('/tmp/‹U+202E›gpj.hs‹U+0000›‹U+200B›‹U+000A›/‹U+2066›exe 1');
    expect(dialogs()).toEqual(['A program asks for prod‹U+202E›‹U+2028›x']);
    expect(fact('Account')).toContain('a‹U+00AD›b');
    expect(fact('Role')).toBe('Admin‹U+2069›');
    expect(fact('Folder')).toBe('/x‹U+3164›‹U+00A0›');
    expect(choices()).toContain('Give read‹U+202E›only instead');
  });

  it('are isolated part by part, so that names from right to left stay in their order', () => {
    page.live({ questions: [asked({ tree: [{ pid: 1, executable: '/opt/אבג/דהו' }] })] });
    const parts = [...document.querySelectorAll('dialog dd:first-of-type bdi')].map((one) => one.textContent);
    expect(parts).toEqual(['', 'opt', 'אבג', 'דהו']);
  });

  it('are shown whole, however long, and the answers stay short', () => {
    const name = 'x'.repeat(255);
    page.live({ questions: [asked({ tree: [{ pid: 1, executable: `/${`${name}/`.repeat(15)}${name}` }] })] });
    expect(fact('Program')).toHaveLength(16 * 256 + ' 1'.length);
    expect(choices()[1]?.length).toBeLessThan(80);
  });

  it('are no markup', () => {
    page.live({ questions: [asked({ profileName: '<img src=x>', folder: '/<b>x</b>' })] });
    expect(document.querySelector('dialog img, dialog b')).toBeNull();
    expect(fact('Profile')).toBe('<img src=x>');
  });
});
