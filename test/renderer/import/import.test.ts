import { beforeEach, describe, expect, it } from 'vitest';
import { flushSync } from 'svelte';
import type { WindowOutput } from '../../../src-main/contract.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { found, press, sees, text } from '../support/page.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

type Plan = WindowOutput<'planImport'>;

const about = {
  change: 'add' as const,
  before: [] as string[],
  needs: [] as string[],
  collides: false,
  keysIn: null,
};
const plan = {
  files: ['/home/ada/.Leapp/Leapp-lock.json'],
  digest: 'd1',
  items: [
    {
      ...about,
      id: 'sign-in a',
      kind: 'sign-in',
      name: 'acme',
      after: ['start URL  https://acme.example.com'],
      needs: [],
    },
    {
      ...about,
      id: 'profile b',
      kind: 'profile',
      name: 'deploy',
      after: ['role  new'],
      needs: ['sign-in a'],
    },
    {
      ...{ ...about, id: 'profile c', kind: 'profile', name: 'mine', change: 'change', collides: true },
      ...{ before: ['from  x', 'role  old'], after: ['from  x', 'role  new'], needs: [] },
    },
  ],
  left: [{ name: 'tool', why: 'It runs a command.' }],
  leftMore: 0,
} satisfies Plan;
const sources = {
  sources: [{ from: 'leapp', file: '/home/ada/.Leapp/Leapp-lock.json' }],
  teamFile: null,
} as const;

let page: ShownWindow;
beforeEach(() => {
  page = showWindow();
  page.answer('importSources', { result: sources });
  page.answer('planImport', { result: plan });
  page.answer('applyImport', {
    result: { done: [{ kind: 'sign-in', name: 'acme' }], left: [], keysRemoved: 0 },
  });
});

const inputsOf = (name: string) => page.calls.filter(([called]) => called === name).map(([, input]) => input);
const boxes = () =>
  [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].map(({ checked }) => checked);
const box = (at: number) => document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')[at];

function open(from?: 'team'): void {
  shown.import = from === undefined ? {} : { from };
  flushSync();
}

async function leappPlan(): Promise<void> {
  open();
  await sees('Found: /home/ada/.Leapp/Leapp-lock.json');
  press('See the plan: Leapp');
  press('Open it');
  await sees('Not taken');
}

describe('an import', () => {
  it('offers what was found first, and opens Leapp’s file once the person agrees', async () => {
    open();
    await sees('Found: /home/ada/.Leapp/Leapp-lock.json');
    expect(document.querySelector('ul[aria-label=Tools] h2')?.textContent).toBe('Leapp');
    press('See the plan: Leapp');
    expect(text()).toContain('encrypts with the id of this machine');
    expect(inputsOf('planImport')).toEqual([]);
    press('Open it');
    await sees('Not taken');
    expect(inputsOf('planImport')).toEqual([{ from: 'leapp' }]);
  });

  it('shows what changes, line by line, and what is not taken, with why', async () => {
    await leappPlan();
    const lines = [...document.querySelectorAll('.diff p')].map((line) =>
      line.textContent.replaceAll(/\s+/g, ' ').trim(),
    );
    expect(lines.slice(-3)).toEqual(['=from x', '−role old', '+role new']);
    expect(text()).toContain('replaces what is here');
    expect(text()).toContain('It runs a command.');
  });

  it('takes what is ticked: nothing that replaces something unasked, and nothing without what it needs', async () => {
    await leappPlan();
    expect(boxes()).toEqual([true, true, false]);
    box(0)?.click();
    flushSync();
    expect(boxes()).toEqual([false, false, false]);
    box(1)?.click();
    flushSync();
    expect(boxes()).toEqual([true, true, false]);
    press('Take 2 items');
    await sees('Took 1 item.');
    const items = ['sign-in a', 'profile b'];
    expect(inputsOf('applyImport')).toEqual([{ from: 'leapp', digest: 'd1', items }]);
    press('Done');
    await found(() => (shown.import === undefined ? true : undefined), 'the list');
  });

  it('says when the files have changed since, and looks again', async () => {
    await leappPlan();
    const message = 'The files, or what is set up here, have changed since the plan was made.';
    page.answer('applyImport', { error: { code: 'lines-changed', message, hint: null, details: [] } });
    press('Take 2 items');
    await sees(message);
    press('Look again');
    await found(() => (inputsOf('planImport').length === 2 ? true : undefined), 'another plan');
  });
});

describe('a team’s file', () => {
  const teamFile = { path: '/home/ada/team.yaml', changes: '2 sign-ins, 1 chain', problem: null };

  it('that changed is told once, and can wait', () => {
    page.live({ teamFile });
    expect(text()).toContain('The team’s file has changed: 2 sign-ins, 1 chain.');
    press('Later');
    expect(text()).not.toContain('The team’s file has changed');
    page.live({ teamFile: { ...teamFile, changes: '3 sign-ins' } });
    expect(text()).toContain('The team’s file has changed: 3 sign-ins.');
  });

  it('is accepted also by who takes nothing of it', async () => {
    page.live({ teamFile });
    press('See the changes');
    await sees('Not taken');
    box(0)?.click();
    flushSync();
    press('Take none of it');
    await sees('Took');
    expect(inputsOf('applyImport')).toEqual([{ from: 'team', digest: 'd1', items: [] }]);
  });
});
