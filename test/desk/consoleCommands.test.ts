import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserChoice } from '../../src-main/core/console/browserChoice.ts';
import { consoleCommands } from '../../src-main/desk/consoleCommands.ts';
import { canary, quiet } from '../support/appOnFakes.ts';
import { createHandClock } from '../support/handClock.ts';
import { createDeskOnFakes } from './deskOnFakes.ts';

type Fakes = Awaited<ReturnType<typeof createDeskOnFakes>>;

const profile = 'payments-prod.Admin';
const inBrowser = (browser: string, more: object = {}) => browserChoice.parse({ browser, ...more });
const minute = 60_000;

let fakes: Fakes;
beforeEach(async () => {
  fakes = await createDeskOnFakes();
  await fakes.app.signIn({ ssoSession: 'corp' }, quiet);
  await fakes.app.sync({ ssoSession: 'corp' }, quiet);
});
afterEach(() => fakes.remove());

/** The desk's commands with a clipboard that can be read, and a clock that the test moves. */
function atDesk() {
  const clock = createHandClock();
  const clipboard = { text: 'before' };
  const { commands, forgetLink } = consoleCommands({
    app: fakes.app,
    clock,
    platform: 'linux',
    browsers: { installed: async () => fakes.installed },
    openPage: async (link, how) => {
      fakes.opened.push(link);
      fakes.openings.push(how);
    },
    copy: async (text) => {
      clipboard.text = text;
    },
    readClipboard: async () => clipboard.text,
  });
  return { clock, clipboard, commands, forgetLink };
}

describe('a console', () => {
  it('opens where the rules say, and elsewhere this once where the person says so', async () => {
    fakes.installed.push({ browser: 'chrome', profiles: [{ id: 'Profile 1', name: 'Work' }] });
    fakes.installed.push({ browser: 'firefox', profiles: [] });
    const { commands } = atDesk();
    const work = inBrowser('chrome', { profile: 'Profile 1' });
    await fakes.app.setBrowserRule({ for: { kind: 'sso-session', ssoSession: 'corp' }, open: work }, quiet);
    expect(await commands.openConsole({ profile }, quiet)).toMatchObject({
      browser: 'Google Chrome, profile “Work”',
    });
    const open = inBrowser('firefox', { private: true });
    expect(await commands.openConsole({ profile, open }, quiet)).toMatchObject({
      browser: 'Firefox, private window',
    });
    expect(fakes.openings).toEqual([
      { open: work, isSecret: true },
      { open, isSecret: true },
    ]);
  });

  it('opens nowhere at all where its browser or profile is gone, and no link is made', async () => {
    const { commands } = atDesk();
    const gone = inBrowser('chrome', { profile: 'Profile 1' });
    await fakes.app.setBrowserRule({ for: { kind: 'all' }, open: gone }, quiet);
    const { trouble, words } = await commands.showBrowser({ profile }, quiet);
    expect([trouble, words]).toEqual([
      'Google Chrome is not on this machine.',
      'Google Chrome, profile “Profile 1”',
    ]);
    await expect(commands.openConsole({ profile }, quiet)).rejects.toMatchObject({ code: 'browser-gone' });
    fakes.installed.push({ browser: 'chrome', profiles: [{ id: 'Default', name: 'Me' }] });
    await expect(commands.openConsole({ profile }, quiet)).rejects.toMatchObject({
      code: 'browser-gone',
      message: expect.stringContaining('“Profile 1”') as string,
    });
    expect(fakes.opened).toEqual([]);
    expect((await fakes.app.journal({ most: 5 }, quiet)).entries).toEqual([]);
  });

  it('by the access portal has no secret in its link', async () => {
    const { commands } = atDesk();
    const { by } = await commands.openConsole({ profile, by: 'portal' }, quiet);
    expect([by, fakes.openings]).toEqual(['portal', [{ open: inBrowser('default'), isSecret: false }]]);
    expect(fakes.opened.at(-1)).toMatch(/#\/console\?account_id=\d{12}&role_name=Admin&/);
  });

  it('opens where the person was last, unless a page is named', async () => {
    const { commands } = atDesk();
    expect(await commands.openConsole({ profile, service: 'lambda' }, quiet)).toMatchObject({
      service: 'Lambda',
    });
    expect(await commands.openConsole({ profile }, quiet)).toMatchObject({ service: 'Lambda' });
    expect(await commands.openConsole({ profile, path: '/s3/buckets' }, quiet)).toMatchObject({
      service: null,
    });
    expect(await commands.openConsole({ profile, service: 'console' }, quiet)).toMatchObject({
      service: null,
    });
    expect(await commands.openConsole({ profile }, quiet)).toMatchObject({ service: null });
  });
});

describe('a copied link (row 53)', () => {
  it('is on the clipboard alone, for as long as AWS takes it', async () => {
    const { commands, clock, clipboard } = atDesk();
    const answer = await commands.copyConsoleLink({ profile }, quiet);
    expect(clipboard.text).toContain(canary);
    expect(JSON.stringify([answer, fakes.desk.state(), fakes.opened])).not.toContain(canary);
    await clock.pass(15 * minute - 1);
    expect(clipboard.text).toContain(canary);
    await clock.pass(1);
    expect(clipboard.text).toBe('');
  });

  it('leaves alone what was copied since', async () => {
    const { commands, clock, clipboard } = atDesk();
    await commands.copyConsoleLink({ profile }, quiet);
    clipboard.text = 'a letter';
    await clock.pass(15 * minute);
    expect(clipboard.text).toBe('a letter');
  });

  it('is gone from the clipboard when Latchkey ends, and nothing that was copied since', async () => {
    const { commands, clipboard, forgetLink } = atDesk();
    await forgetLink();
    expect(clipboard.text).toBe('before');
    await commands.copyConsoleLink({ profile }, quiet);
    await forgetLink();
    expect(clipboard.text).toBe('');
    await commands.copyConsoleLink({ profile }, quiet);
    clipboard.text = 'a letter';
    await forgetLink();
    expect(clipboard.text).toBe('a letter');
  });

  it('of the access portal is no secret, and stays', async () => {
    const { commands, clock, clipboard } = atDesk();
    await commands.copyConsoleLink({ profile, by: 'portal' }, quiet);
    await clock.pass(15 * minute);
    expect(clipboard.text).toContain('#/console?');
  });
});
