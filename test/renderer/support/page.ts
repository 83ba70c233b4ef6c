import { emptyLive } from '../../support/emptyLive.ts';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, vi } from 'vitest';
import type { ErrorAnswer, ListedProfile, LiveView } from '../../../src-main/contract.ts';
import { packRows } from '../../../src-main/core/packedRows.ts';
import { defaultAnswers } from './defaultAnswers.ts';
import { view } from '../../../src-renderer/view.svelte.ts';
import { until } from '../../support/until.ts';

type Answer = (input: unknown) => unknown;
type Call = readonly [name: string, input: unknown];

/** The window's side of main: what it asked, and what it is answered. */
export interface FakeMain {
  readonly calls: Call[];
  /** Inputs of the calls of one command. */
  inputsOf(name: string): unknown[];
  answer(name: string, answer: Answer): void;
  refuse(name: string, error: Partial<ErrorAnswer> & { readonly message: string }): void;
  push(live: LiveView): void;
  pushRows(rows: readonly ListedProfile[]): void;
}

export function fakeMain(live: LiveView = liveView()): FakeMain {
  const answers = new Map<string, Answer>(defaultAnswers.map(([name, result]) => [name, () => result]));
  const refusals = new Map<string, ErrorAnswer>();
  const calls: Call[] = [];
  const main: FakeMain = {
    calls,
    inputsOf: (name) => calls.filter(([called]) => called === name).map(([, input]) => input),
    answer: (name, answer) => {
      refusals.delete(name);
      answers.set(name, answer);
    },
    refuse: (name, error) => {
      refusals.set(name, { code: 'bad-input', hint: null, details: [], ...error });
    },
    push: (next) => {
      view.take({ kind: 'live', live: next });
      flushSync();
    },
    pushRows: (rows) => {
      view.take({
        kind: 'rows',
        version: String(calls.length),
        from: 0,
        total: rows.length,
        rows: packRows(rows),
      });
      flushSync();
    },
  };
  vi.stubGlobal('latchkey', {
    listen: () => undefined,
    call: (name: string, input: unknown) => {
      calls.push([name, input]);
      const error = refusals.get(name);
      return Promise.resolve(error === undefined ? { result: answers.get(name)?.(input) ?? {} } : { error });
    },
  });
  main.pushRows([]);
  main.push(live);
  return main;
}

/** Nothing is under way, and nothing went wrong. */
export const quietDesk = emptyLive.desk;

export function liveView(change: Partial<LiveView> = {}): LiveView {
  return {
    ...emptyLive,
    secrets: { store: 'keychain', state: 'ready', reason: null },
    ...change,
  };
}

type Place = LiveView['signIns'][number];
type UnderWay = LiveView['desk']['signIns'][number];
type Problem = LiveView['desk']['problems'][number];

export function signInPlace(ssoSession: string, change: Partial<Place> = {}): Place {
  return {
    ssoSession,
    state: 'signed-out',
    signedInAs: null,
    expiresAt: null,
    renews: false,
    startUrl: `https://${ssoSession}.awsapps.com/start`,
    region: 'eu-west-1',
    flow: 'device',
    syncedAt: null,
    ...change,
  };
}

export function underWay(ssoSession: string, change: Partial<UnderWay> = {}): UnderWay {
  return {
    ssoSession,
    flow: 'device',
    state: 'waiting',
    userCode: 'WDJB-MJHT',
    host: 'device.sso.eu-west-1.amazonaws.com',
    opened: false,
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
    otherPerson: null,
    ...change,
  };
}

let problems = 0;

export function problem(
  about: Problem['about'],
  subject: string | null,
  error: Partial<ErrorAnswer> & { readonly message: string },
): Problem {
  problems += 1;
  const { details = [], ...rest } = error;
  return {
    id: `problem-${problems}`,
    about,
    subject,
    error: { code: 'bad-input', hint: null, ...rest, details: [...details] },
  };
}

export function profile(accountName: string, roleName: string, ssoSession: string): ListedProfile {
  const name = `${accountName}.${roleName}`;
  return {
    ...{ id: name, name, kind: 'account-role', origin: ssoSession, ssoSession },
    ...{ accountId: '012345678901', accountName, roleName, labels: [], asksFirst: false },
  };
}

const shown: Record<string, unknown>[] = [];

/** Puts a component onto the page until the test is over. */
export function show<Props extends object>(component: Component<Props>, props: NoInfer<Props>): void {
  shown.push(mount(component, { target: document.body, props }));
  flushSync();
}

/** Takes everything off the page again. */
export async function leavePage(): Promise<void> {
  for (const one of shown.splice(0)) await unmount(one);
}

afterEach(async () => {
  await leavePage();
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

/** Waits until a look at the page gives something. */
export async function found<Found>(look: () => Found | undefined | null, what: string): Promise<Found> {
  return until(() => {
    flushSync();
    const result = look();
    if (result === undefined || result === null) throw new Error(`not found: ${what}\n${text()}`);
    return result;
  });
}

export const text = (): string => document.body.textContent.replace(/\s+/g, ' ');

export function sees(words: string): Promise<true> {
  return found(() => (text().includes(words) ? true : undefined), words);
}

export function button(name: string): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')];
  const one = all.find(
    (each) => (each.getAttribute('aria-label') ?? each.textContent).replace(/\s+/g, ' ').trim() === name,
  );
  if (one === undefined) throw new Error(`no button “${name}”: ${text()}`);
  return one;
}

export function press(name: string): void {
  button(name).click();
  flushSync();
}

/** The control that a label speaks of. */
export function field(label: string): HTMLInputElement {
  const one = [...document.querySelectorAll('label')].find((each) => each.textContent.trim() === label);
  const control = document.getElementById(one?.htmlFor ?? '');
  if (control === null) throw new Error(`no field “${label}”: ${text()}`);
  return control as HTMLInputElement;
}

/** What is said beside a field, by what a screen reader reads with it. */
export function saidOf(label: string): string {
  const ids = field(label).getAttribute('aria-describedby') ?? '';
  return ids
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');
}

export function type(label: string, typed: string): void {
  const control = field(label);
  control.focus();
  control.value = typed;
  control.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

/** Goes on to something else, as Tab does. */
export function leave(label: string): void {
  const control = field(label);
  control.dispatchEvent(new Event('change', { bubbles: true }));
  control.blur();
  flushSync();
}

/** Enter in a field: the form's, or where there is none the field's own. */
export function enter(label: string): void {
  const control = field(label);
  control.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  control.form?.requestSubmit();
  flushSync();
}

export function escape(): void {
  const dialogs = document.querySelectorAll('dialog');
  dialogs[dialogs.length - 1]?.dispatchEvent(new Event('cancel', { cancelable: true }));
  flushSync();
}

/** Names of the dialogs that are open. */
export function dialogs(): string[] {
  return [...document.querySelectorAll('dialog')].map((dialog) => {
    const title = document.getElementById(dialog.getAttribute('aria-labelledby') ?? '');
    return title?.textContent ?? '';
  });
}
