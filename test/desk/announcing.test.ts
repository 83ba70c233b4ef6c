import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { App } from '../../src-main/app.ts';
import { announcing } from '../../src-main/desk/announcing.ts';
import { createAppOnFakes, quiet } from '../support/appOnFakes.ts';

const changed = vi.fn();
let fakes: Awaited<ReturnType<typeof createAppOnFakes>>;
let app: App;
beforeEach(async () => {
  fakes = await createAppOnFakes();
  app = announcing(fakes.app, changed);
  await fakes.app.signIn({}, quiet);
  await fakes.app.sync({}, quiet);
  changed.mockClear();
});
afterEach(() => fakes.remove());

const profile = 'payments-prod.Admin';

it.each<[string, () => Promise<unknown>]>([
  ['keys that were put', () => app.startProfile({ profile }, quiet)],
  ['keys that were handed to another program', () => app.credentials({ profile }, quiet)],
  ['a favourite', () => app.favourite({ profile, on: true }, quiet)],
  ['a setting', () => app.setSetting({ name: 'theme', value: 'dark' }, quiet)],
  ['a sign-out', () => app.signOut({}, quiet)],
])('tells of %s, when it is done', async (_what, run) => {
  const running = run();
  expect(changed).not.toHaveBeenCalled();
  await running;
  expect(changed).toHaveBeenCalledOnce();
});

it('tells of what failed, too: it may have ended a sign-in', async () => {
  fakes.identityCenter.sessionEnds = fakes.clock.now();
  await expect(app.credentials({ profile }, quiet)).rejects.toMatchObject({ code: 'sign-in-needed' });
  expect(changed).toHaveBeenCalledOnce();
});

it('tells while something goes on, and passes on what it says', async () => {
  const progress = vi.fn();
  await app.sync({}, { ...quiet, progress });
  expect(progress).toHaveBeenCalledWith({ kind: 'accounts', done: 1, total: 1, roles: 1 });
  expect(changed).toHaveBeenCalledTimes(2);
});

it('passes on who asks: a program must not be taken for the person, or the person for nobody', async () => {
  const credentials = vi.fn(fakes.app.credentials);
  const requester = { kind: 'person' as const };
  await announcing({ ...fakes.app, credentials }, changed).credentials({ profile }, { ...quiet, requester });
  expect(credentials).toHaveBeenCalledWith({ profile }, expect.objectContaining({ requester }));
});

it('says nothing of a look', async () => {
  await app.snapshot({ rowsVersion: null }, quiet);
  await app.listProfiles({}, quiet);
  await app.findProfile({ profile }, quiet);
  await app.status({}, quiet);
  await app.getSettings({}, quiet);
  await app.listSsoSessions({}, quiet);
  await app.agentStatus({}, quiet);
  await app.journal({}, quiet);
  expect(changed).not.toHaveBeenCalled();
});

it('has every command that the App has', () => {
  expect(Object.keys(app).sort()).toEqual(Object.keys(fakes.app).sort());
});
