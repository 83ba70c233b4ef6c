import { emptyLive } from '../../support/emptyLive.ts';
import { flushSync, mount, unmount } from 'svelte';
import { onTestFinished } from 'vitest';
import type { ErrorAnswer, ListedProfile, LiveView, WindowEvent } from '../../../src-main/contract.ts';
import { packRows } from '../../../src-main/core/packedRows.ts';
import App from '../../../src-renderer/App.svelte';
import { beside } from '../../../src-renderer/beside.svelte.ts';
import Dialogs from '../../../src-renderer/Dialogs.svelte';
import OtherPage from '../../../src-renderer/OtherPage.svelte';
import { defaultAnswers } from './defaultAnswers.ts';
import { palette } from '../../../src-renderer/palette/palette.svelte.ts';
import { profileList } from '../../../src-renderer/profiles/profileList.svelte.ts';
import { said } from '../../../src-renderer/said.svelte.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { view } from '../../../src-renderer/view.svelte.ts';

type Answer = { readonly result: unknown } | { readonly error: ErrorAnswer };

/** The page with a main process that says what the test says. */
export interface ShownWindow {
  /** Every command the page gave, in order. */
  readonly calls: (readonly [name: string, input: unknown])[];
  /** What the next commands of that name are answered. */
  answer(name: string, answer: Answer | Promise<Answer>): void;
  live(change: Partial<LiveView>): void;
  rows(rows: readonly ListedProfile[]): void;
  /** A key on what has the focus; whether the page took it. */
  press(key: string, more?: KeyboardEventInit): boolean;
  type(text: string): void;
  search(): HTMLInputElement;
  /** `payments-prod / Admin` of the selected row. */
  selected(): string | undefined;
  /** The same of every row drawn. */
  listed(): readonly string[];
  headers(): readonly string[];
  button(name: string): HTMLButtonElement;
  click(name: string): void;
  text(): string;
}

export function showWindow(): ShownWindow {
  const calls: [string, unknown][] = [];
  const answers = new Map<string, Answer | Promise<Answer>>([
    ...defaultAnswers.map(([name, result]) => [name, { result }] as const),
  ]);
  let version = 0;
  Object.assign(window, {
    latchkey: {
      call: (name: string, input: unknown) => {
        calls.push([name, input]);
        return Promise.resolve(answers.get(name) ?? { result: {} });
      },
      listen: () => undefined,
    },
    requestIdleCallback: (run: () => void) => setTimeout(run),
    cancelIdleCallback: clearTimeout,
  });
  startAfresh();
  Object.assign(beside, { Dialogs, OtherPage });
  const app = mount(App, { target: document.body });
  onTestFinished(() => unmount(app));
  const push = (event: WindowEvent): void => {
    view.take(event);
    flushSync();
  };
  push({ kind: 'live', live: quiet });
  return {
    calls,
    answer: (name, answer) => answers.set(name, answer),
    live(change) {
      push({ kind: 'live', live: { ...quiet, ...change } });
    },
    rows(rows) {
      version += 1;
      push({ kind: 'rows', version: `v${version}`, from: 0, total: rows.length, rows: packRows(rows) });
    },
    press(key, more = {}) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
      const taken = !(document.activeElement ?? document.body).dispatchEvent(event);
      flushSync();
      return taken;
    },
    type(text) {
      search().value = text;
      search().dispatchEvent(new Event('input', { bubbles: true }));
      flushSync();
    },
    search,
    selected: () => nameOf(document.querySelector('[role=row][aria-selected=true]')),
    listed: () => [...document.querySelectorAll('[role=row][aria-selected]')].map((row) => nameOf(row) ?? ''),
    headers: () =>
      [...document.querySelectorAll('[role=row]:not([aria-selected])')].map((row) => words(row.textContent)),
    button,
    click(name) {
      button(name).click();
      flushSync();
    },
    text: () => words(document.body.textContent),
  };
}

/** The page's state outlives a test, as it outlives a hidden window. */
function startAfresh(): void {
  document.body.replaceChildren();
  view.rows = [];
  view.live = undefined;
  view.listed = false;
  profileList.choose({ kind: 'all' });
  profileList.search('');
  palette.close();
  said.text = '';
  Object.assign(shown, {
    settings: false,
    setting: undefined,
    asked: undefined,
    keys: false,
    journal: false,
    doctor: false,
    import: undefined,
    access: false,
    roleChain: undefined,
    console: undefined,
    guide: undefined,
    details: false,
    sideBar: false,
  });
}

function search(): HTMLInputElement {
  return document.querySelector<HTMLInputElement>('input:is([role=searchbox], [role=combobox])')!;
}

function button(name: string): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? words(one.textContent)) === name);
  if (found === undefined) throw new Error(`No button “${name}”.`);
  return found;
}

function nameOf(row: Element | null): string | undefined {
  return row === null ? undefined : words(row.querySelector('.name')?.textContent ?? '');
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const quiet: LiveView = {
  ...emptyLive,
  secrets: { store: 'keychain', state: 'ready', reason: null },
  signIns: [
    {
      ssoSession: 'acme',
      state: 'signed-in',
      signedInAs: 'dana@example.com',
      expiresAt: null,
      renews: true,
      startUrl: 'https://acme.awsapps.com/start',
      region: 'eu-west-1',
      flow: 'device',
      syncedAt: null,
    },
  ],
};
