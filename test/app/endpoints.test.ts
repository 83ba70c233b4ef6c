/** What a door gives as time goes on, and as the person changes their mind. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Requester } from '../../src-main/core/guard/requester.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { account, smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor, type Ask } from '../support/atTheDoor.ts';

const token = 'A'.repeat(43);
const profile = 'payments-prod.ReadOnly';
const person: Requester = { kind: 'person' };

let aws: Aws;
let at: AppOnAws;
/** A click: whoever is asked would have said yes. */
let ask: Ask;

beforeAll(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
});
// Hours pass in some of these, which end a sign-in.
beforeEach(async () => {
  at = await createAppOnAws(aws);
  ask = atTheDoor(at.app, person);
  const { startUrl, region } = aws.organisation;
  await ask('addSsoSession', { name: 'corp', startUrl, region });
  await signIn();
  await ask('sync', { ssoSession: 'corp' });
});
afterEach(async () => {
  aws.faults.clear();
  await ask('lock', {});
  await at.remove();
});
afterAll(() => aws.close());

async function signIn(): Promise<void> {
  const progress = (said: { kind: string; userCode?: string | null }): void => {
    if (said.kind === 'link') aws.approve(said.userCode ?? '');
  };
  await at.app.signIn({ ssoSession: 'corp' }, { ...quietly, progress });
}

interface Fetched {
  readonly status: number;
  readonly body: { readonly AccessKeyId?: string; readonly Expiration?: string; readonly Code?: string };
}

async function fetched(uri: string): Promise<Fetched> {
  const response = await fetch(uri, { headers: { authorization: token, 'sec-fetch-mode': '' } }).catch(
    () => null,
  );
  if (response === null) return { status: 0, body: {} };
  return { status: response.status, body: (await response.json()) as Fetched['body'] };
}

/** Opens it and gives back how to ask there, as curl does: fetch would say that it is a browser. */
async function opened(forSeconds?: number): Promise<{ readonly get: () => Promise<Fetched> }> {
  const socket = join(at.folder, `${String(Math.random()).slice(2)}.sock`);
  const { uri } = await ask('grant', { profile, token, at: { socket }, ...(forSeconds && { forSeconds }) });
  return { get: () => getAt(socket, uri) };
}

async function getAt(socketPath: string, path: string): Promise<Fetched> {
  const { request } = await import('node:http');
  return new Promise((resolve) => {
    const headers = { authorization: token, host: 'localhost' };
    request({ socketPath, path, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Fetched['body'] });
      });
    })
      .on('error', () => {
        resolve({ status: 0, body: {} });
      })
      .end();
  });
}

describe('a door', () => {
  it('answers from memory: however often it is asked, AWS is asked once and the journal has one line', async () => {
    const door = await opened(60);
    const before = aws.calls('GetRoleCredentials');
    const lines = async () => (await ask('journal', {})).entries.filter(({ how }) => how === 'grant').length;
    const linesBefore = await lines();
    const first = await door.get();
    for (let count = 0; count < 5; count += 1) expect(await door.get()).toEqual(first);
    expect(aws.calls('GetRoleCredentials')).toBe(before);
    await expect.poll(lines).toBe(linesBefore + 1);
    aws.clock.advance(61_000);
    expect((await door.get()).status).toBe(403);
  });

  it('gives keys that are due while AWS is slow, and new ones as soon as there are any', async () => {
    const door = await opened(43_200);
    const { body } = await door.get();
    const end = Date.parse(body.Expiration ?? '');
    aws.clock.advance(end - aws.clock.now() - 5 * 60_000);
    aws.faults.latency(400, 'GetRoleCredentials');
    // Had it waited for AWS, these would be new ones.
    expect(await door.get()).toEqual({ status: 200, body });
    await expect.poll(async () => (await door.get()).body.AccessKeyId).not.toBe(body.AccessKeyId);
  });

  it('gives nothing that has less than a minute left when AWS gives nothing new', async () => {
    const door = await opened(43_200);
    const end = Date.parse((await door.get()).body.Expiration ?? '');
    aws.faults.next('GetRoleCredentials', 'server-error', Infinity);
    aws.clock.advance(end - aws.clock.now() - 2 * 60_000);
    expect(await door.get()).toMatchObject({ status: 200 });
    aws.clock.advance(70_000);
    const late = await door.get();
    expect([403, 503]).toContain(late.status);
    expect(Object.keys(late.body)).toEqual(['Code', 'Message']);
  });

  it('gives nothing of a role that asks first since it was opened', async () => {
    const door = await opened();
    expect((await door.get()).status).toBe(200);
    await ask('markRole', { accountId: account, roleName: 'ReadOnly', askFirst: true });
    expect(await door.get()).toMatchObject({ status: 403, body: { Code: 'AskFirst' } });
    const allowed = await opened();
    expect((await allowed.get()).status).toBe(200);
    await ask('markRole', { accountId: account, roleName: 'ReadOnly', askFirst: false });
  });

  it('is shown with its end, and closed by stop and by lock', async () => {
    const [one, other] = [await opened(), await opened()];
    const { grants } = (await ask('snapshot', { rowsVersion: null })).live;
    expect(grants.map(({ profileName }) => profileName)).toEqual([profile, profile]);
    expect((await ask('stop', { profile })).removed).toHaveLength(2);
    expect((await one.get()).status + (await other.get()).status).toBe(0);
    const third = await opened();
    await ask('lock', {});
    expect((await third.get()).status).toBe(0);
    expect((await ask('snapshot', { rowsVersion: null })).live.grants).toEqual([]);
  });

  it('that is just opened when the person locks does not stay', async () => {
    await ask('credentials', { profile });
    const opening = opened().catch(() => undefined);
    // Far enough to be permitted, and not to listen yet.
    for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
    await ask('lock', {});
    await opening;
    expect((await ask('snapshot', { rowsVersion: null })).live.grants).toEqual([]);
  });

  it('of a grant that is open keeps the agent where it is', async () => {
    await opened();
    expect((await ask('agentStatus', {})).holds).toContain(`a grant of ${profile} is open`);
    expect(await ask('stopAgent', { why: 'replace' })).toEqual({ stopping: false });
  });

  it('that a command holds is open until the command goes away', async () => {
    const gone = new AbortController();
    const { uri, over } = await heldUntil(gone.signal);
    // A browser’s fetch is refused for its headers; that it is refused shows that somebody listens.
    expect((await fetched(uri)).status).toBe(403);
    gone.abort(new Error('The caller went away.'));
    await expect(over).rejects.toThrow('went away');
    expect((await fetched(uri)).status).toBe(0);
  });

  it.each([
    ['lock', () => ask('lock', {})],
    ['signing out', () => ask('signOut', { ssoSession: 'corp' })],
  ])('ends with %s, whether a command holds it or it was granted', async (_what, leave) => {
    const granted = await opened();
    const { uri, over } = await heldUntil(quietly.signal);
    await leave();
    await over;
    expect((await fetched(uri)).status + (await granted.get()).status).toBe(0);
  });

  async function heldUntil(
    signal: AbortSignal,
  ): Promise<{ readonly uri: string; readonly over: Promise<unknown> }> {
    let uri = '';
    const progress = (said: { readonly uri: string }): void => {
      ({ uri } = said);
    };
    const over = at.app.holdEndpoint({ profile, token }, { requester: person, signal, progress });
    await expect.poll(() => uri).not.toBe('');
    return { uri, over };
  }
});
