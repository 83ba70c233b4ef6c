import { expect, it } from 'vitest';
import { unpackRows } from '../../src-main/core/packedRows.ts';
import { firstScreen } from '../../src-main/desk/firstScreen.ts';
import { profileRow } from '../renderer/support/profileRow.ts';
import { createHandClock } from '../support/handClock.ts';

/** Three roles an account, as a sync brings them: in no order. */
const rows = Array.from({ length: 3_000 }, (_, at) =>
  profileRow(`team-${(at * 7) % 1_000}`, ['View', 'Admin', 'Bill'][Math.floor(at / 1_000)] ?? ''),
);
const { signal } = new AbortController();
const screenOf = async (shown: typeof rows) => {
  const clock = createHandClock();
  const screen = firstScreen(shown, clock, signal);
  for (let turn = 0; turn < 100; turn += 1) await clock.pass(1);
  return screen;
};

it('is the top of the list as it is browsed, and says how long all of it is', async () => {
  const screen = await screenOf(rows);
  expect(screen).toMatchObject({ total: 3_000, accounts: 1_000 });
  const names = unpackRows<{ name: string }>(screen?.rows ?? '').map(({ name }) => name);
  expect(names).toHaveLength(100);
  expect(names.slice(0, 4)).toEqual(['team-0.Admin', 'team-0.Bill', 'team-0.View', 'team-1.Admin']);
});

it('leaves out what the person has hidden', async () => {
  const hidden = rows.map((row) =>
    row.accountName === 'team-0' ? { ...row, hidden: 'account' as const } : row,
  );
  const screen = await screenOf(hidden);
  expect(screen).toMatchObject({ total: 2_997, accounts: 999 });
  expect(unpackRows<{ accountName: string }>(screen?.rows ?? '')[0]?.accountName).toBe('team-1');
});

it('is not needed of a short list', async () => {
  expect(await screenOf(rows.slice(0, 2_000))).toBeUndefined();
});
