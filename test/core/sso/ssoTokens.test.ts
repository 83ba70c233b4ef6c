import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/core/errors.ts';
import { signIn } from '../../../src-main/core/sso/signIn.ts';
import { corp, createSignInDomain } from '../../support/signInDomain.ts';

const minute = 60_000;
const hour = 60 * minute;
const offline = new AppError('offline', 'AWS cannot be reached.');

async function signedIn() {
  const domain = createSignInDomain();
  await signIn(domain.ports, corp, 'device', {
    signal: new AbortController().signal,
    say: () => undefined,
    mayReplace: () => Promise.resolve(false),
  });
  domain.identityCenter.calls.length = 0;
  return domain;
}

describe('renewing a token', () => {
  it('is not done while more than 15 minutes are left', async () => {
    const { tokens, clock, identityCenter } = await signedIn();
    clock.jump(44 * minute);
    await tokens.current(corp);
    expect(identityCenter.calls).toEqual([]);
  });

  it('is one call for any number of callers', async () => {
    const { tokens, clock, identityCenter } = await signedIn();
    clock.jump(2 * hour);
    const all = await Promise.all(Array.from({ length: 50 }, () => tokens.current(corp)));
    expect(new Set(all.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(identityCenter.calls).toEqual(['CreateToken']);
  });

  it('stores the new token before anybody uses it', async () => {
    const { tokens, clock, secrets } = await signedIn();
    clock.jump(2 * hour);
    const { accessToken } = await tokens.current(corp);
    const read = await secrets.read('sign-in:corp');
    expect(read).toMatchObject({ state: 'found' });
    expect(read.state === 'found' && read.value).toContain(accessToken);
  });

  it('is not undone by a caller who reads the store while the new token is on its way into it', async () => {
    const { tokens, clock, secrets, identityCenter } = await signedIn();
    clock.jump(2 * hour);
    const { read, write } = secrets;
    const old = await read('sign-in:corp');
    let answerSecond: () => void = () => undefined;
    let reads = 0;
    secrets.read = (item) => {
      reads += 1;
      return reads === 2
        ? new Promise(
            (resolve) =>
              (answerSecond = () => {
                resolve(old);
              }),
          )
        : read(item);
    };
    secrets.write = async (item, value) => {
      answerSecond();
      await new Promise(setImmediate);
      return write(item, value);
    };
    const [first, second] = await Promise.all([tokens.current(corp), tokens.current(corp)]);
    expect(second).toEqual(first);
    expect(identityCenter.calls).toEqual(['CreateToken']);
    expect(await read('sign-in:corp')).toEqual({ state: 'found', value: JSON.stringify(first) });
  });

  it('keeps the old refresh token when AWS sends no new one', async () => {
    const { tokens, clock, identityCenter } = await signedIn();
    const { createToken } = identityCenter;
    identityCenter.rotation = 'same';
    identityCenter.createToken = async (...given) => {
      const answer = await createToken(...given);
      return answer.state === 'token' ? { ...answer, refreshToken: null } : answer;
    };
    clock.jump(2 * hour);
    await tokens.current(corp);
    clock.jump(2 * hour);
    await expect(tokens.current(corp)).resolves.toBeDefined();
  });

  it('waits for the keychain: a renewal may end the old token, and the new one would have no place', async () => {
    const { tokens, clock, identityCenter, secrets } = await signedIn();
    clock.jump(2 * hour);
    const { read } = secrets;
    secrets.state = () => Promise.resolve({ state: 'locked' });
    await expect(tokens.current(corp)).rejects.toMatchObject({ code: 'secrets-locked' });
    expect(identityCenter.calls).toEqual([]);
    expect(await read('sign-in:corp')).toMatchObject({ state: 'found' });
  });

  it('does not lose a token that the keychain refused at the last moment', async () => {
    const { tokens, clock, secrets } = await signedIn();
    const { write } = secrets;
    clock.jump(2 * hour);
    secrets.write = () => Promise.resolve({ state: 'locked' });
    const renewed = await tokens.current(corp);
    secrets.write = write;
    clock.jump(2 * hour);
    await expect(tokens.current(corp)).resolves.toMatchObject({
      refreshToken: expect.not.stringMatching(renewed.refreshToken!) as string,
    });
  });
});

describe('a sign-in lasts', () => {
  it('while AWS cannot be reached: offline is “signed in, offline”', async () => {
    const { tokens, clock, identityCenter } = await signedIn();
    clock.jump(50 * minute);
    identityCenter.fault = offline;
    await expect(tokens.current(corp)).resolves.toBeDefined();
    clock.jump(2 * hour);
    await expect(tokens.current(corp)).rejects.toMatchObject({ code: 'offline' });
    expect(tokens.offline('corp')).toBe(true);
    expect(await tokens.stored('corp')).toMatchObject({ state: 'found' });
    identityCenter.fault = undefined;
    clock.jump(minute);
    await expect(tokens.current(corp)).resolves.toBeDefined();
    expect(tokens.offline('corp')).toBe(false);
  });

  it('until AWS ends it; the stored token is kept until a new one takes its place', async () => {
    const { tokens, clock, identityCenter, people } = await signedIn();
    clock.jump(2 * hour);
    identityCenter.sessionEnds = clock.now();
    await expect(tokens.current(corp)).rejects.toMatchObject({ code: 'sign-in-needed' });
    expect(await people.of('corp')).toMatchObject({ ended: true });
    expect(await tokens.stored('corp')).toMatchObject({ state: 'found' });
  });

  it('with a pause between failing renewals, so that a hundred terminals do not hammer AWS', async () => {
    const { tokens, clock, identityCenter } = await signedIn();
    clock.jump(2 * hour);
    identityCenter.fault = offline;
    for (let asked = 0; asked < 20; asked += 1) await tokens.current(corp).catch(() => undefined);
    expect(identityCenter.calls).toHaveLength(1);
  });

  it.each(['same', 'new-old-good', 'new-old-dead'] as const)(
    'for the ninety days that an administrator may allow, with tokens of one hour (rotation: %s)',
    async (rotation) => {
      const { tokens, clock, identityCenter } = await signedIn();
      identityCenter.rotation = rotation;
      identityCenter.sessionEnds = clock.now() + 90 * 24 * hour;
      for (let passed = 0; passed < 90 * 24 - 1; passed += 1) {
        clock.jump(hour);
        if (passed % 50 === 0) identityCenter.fault = offline;
        await tokens.current(corp).catch(() => undefined);
        identityCenter.fault = undefined;
        clock.jump(minute / 2);
        clock.jump(-minute / 2 + 31_000);
        const { accessToken } = await tokens.current(corp);
        expect(identityCenter.alive.has(accessToken)).toBe(true);
        clock.jump(-31_000);
      }
    },
  );
});

describe('a token goes', () => {
  it('to no other endpoint than the one it came from', async () => {
    const { tokens, identityCenter } = await signedIn();
    identityCenter.origin = () => 'https://elsewhere.example';
    await expect(tokens.current(corp)).rejects.toMatchObject({ code: 'sign-in-needed' });
    expect(identityCenter.calls).toEqual([]);
  });

  it('away with the sign-out, which is not done while the keychain is locked', async () => {
    const { tokens, secrets } = await signedIn();
    secrets.trouble = { state: 'locked' };
    await expect(tokens.forget('corp')).rejects.toMatchObject({ code: 'secrets-locked' });
    secrets.trouble = undefined;
    expect(await tokens.stored('corp')).toMatchObject({ state: 'found' });
    await tokens.forget('corp');
    expect(await tokens.stored('corp')).toEqual({ state: 'absent' });
  });
});

describe('a refresh that is under way', () => {
  async function refreshing() {
    const domain = await signedIn();
    const { createToken } = domain.identityCenter;
    const gate = { open: (): void => undefined };
    const opened = new Promise<void>((resolve) => {
      gate.open = resolve;
    });
    domain.identityCenter.createToken = async (...given) => {
      if (given[2].kind === 'refresh') await opened;
      return createToken(...given);
    };
    domain.clock.jump(2 * hour);
    const refresh = domain.tokens.current(corp).catch((error: unknown) => error);
    return { ...domain, gate, refresh };
  }

  it('does not bring back a token that was forgotten meanwhile', async () => {
    const { tokens, gate, refresh } = await refreshing();
    const forgotten = tokens.forget('corp');
    gate.open();
    await forgotten;
    await refresh;
    expect(await tokens.stored('corp')).toEqual({ state: 'absent' });
  });

  it('does not overwrite a sign-in that came meanwhile, nor mark it as ended', async () => {
    const { tokens, gate, refresh, identityCenter, clock, people } = await refreshing();
    const stored = await tokens.stored('corp');
    if (stored.state !== 'found') throw new Error('not signed in');
    const issued = {
      state: 'token',
      accessToken: 'newer',
      expiresAt: clock.now() + hour,
      refreshToken: 'newer',
    } as const;
    const kept = tokens.keep(corp, issued, stored.token.registration);
    identityCenter.sessionEnds = clock.now();
    gate.open();
    await kept;
    await refresh;
    expect(await tokens.stored('corp')).toMatchObject({ token: { accessToken: 'newer' } });
    await people.signedIn('corp', 'bob@example.com');
    expect(await people.of('corp')).toMatchObject({ ended: false });
  });
});
