import { expect, it, vi } from 'vitest';
import { createAppOnFakes, quiet } from '../support/appOnFakes.ts';
import { until } from '../support/until.ts';

/** Milliseconds of real time; long after an owner with nothing on its way has ended. */
const awsTakes = 300;

it('an owner that ends while AWS renews a token keeps the new one: the one before may be dead there', async () => {
  const { app, run, clock, identityCenter, secrets, remove } = await createAppOnFakes();
  await app.signIn({}, quiet);
  clock.jump(2 * 60 * 60 * 1000);
  const { createToken } = identityCenter;
  const asked = vi.fn();
  identityCenter.createToken = async (...given) => {
    const renewed = await createToken(...given);
    asked();
    await new Promise((resolve) => setTimeout(resolve, awsTakes));
    return renewed;
  };
  const before = await secrets.read('sign-in:corp');
  const stop = new AbortController();
  const running = run(stop.signal);
  const caller = app.sync({}, quiet);
  await until(() => {
    expect(asked).toHaveBeenCalledOnce();
  });
  stop.abort();
  await running;
  expect(await secrets.read('sign-in:corp')).not.toEqual(before);
  await caller;
  await remove();
});
