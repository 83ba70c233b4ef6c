import { expect, it } from 'vitest';
import { createMenuHold } from '../../src-main/shell/menuHold.ts';
import { createHandClock } from '../support/handClock.ts';

function hold() {
  const clock = createHandClock();
  let releases = 0;
  return { clock, releases: () => releases, ...createMenuHold(clock, () => (releases += 1)) };
}

it('a menu is left alone while somebody is at it, and replaced as soon as it is closed', () => {
  const { opened, closed, isHeld, releases } = hold();
  expect(isHeld()).toBe(false);
  opened();
  expect(isHeld()).toBe(true);
  closed();
  expect(isHeld()).toBe(false);
  expect(releases()).toBe(1);
  closed();
  expect(releases()).toBe(1);
});

it('a desktop that never says that the menu was closed does not keep it for ever', async () => {
  const { clock, opened, isHeld, releases } = hold();
  opened();
  await clock.pass(10_000);
  opened();
  await clock.pass(10_000);
  expect([isHeld(), releases()]).toEqual([true, 0]);
  await clock.pass(5_001);
  expect([isHeld(), releases()]).toEqual([false, 1]);
});
