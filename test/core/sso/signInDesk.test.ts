import { expect, it } from 'vitest';
import { createSignInDesk, type DeskCall } from '../../../src-main/core/sso/signInDesk.ts';
import { corp, createSignInDomain } from '../../support/signInDomain.ts';

type News = Parameters<DeskCall['say']>[0];

function caller(
  signal = new AbortController().signal,
  replace = false,
): DeskCall & { readonly news: News[] } {
  const news: News[] = [];
  return { signal, replace, say: (said) => news.push(said), news };
}

it('whoever asks while a sign-in is under way joins it: one code, one browser', async () => {
  const { ports, identityCenter } = createSignInDomain();
  const desk = createSignInDesk(ports);
  identityCenter.script.push('pending', 'pending', 'pending');
  const [first, second] = [caller(), caller()];
  const both = await Promise.all([desk.signIn(corp, 'device', first), desk.signIn(corp, 'device', second)]);
  expect(both[0]).toEqual(both[1]);
  expect(identityCenter.calls.filter((name) => name === 'StartDeviceAuthorization')).toHaveLength(1);
  for (const { news } of [first, second]) expect(news.map(({ kind }) => kind)).toEqual(['link']);
  expect(desk.underWay()).toEqual([]);
});

it('goes on for the others when one leaves, and ends when the last one does', async () => {
  const { ports, identityCenter } = createSignInDomain();
  const desk = createSignInDesk(ports);
  identityCenter.script.push(...Array.from({ length: 300 }, () => 'pending' as const));
  const [leaving, staying] = [new AbortController(), new AbortController()];
  const first = desk.signIn(corp, 'device', caller(leaving.signal));
  const second = desk.signIn(corp, 'device', caller(staying.signal));
  leaving.abort();
  await expect(first).rejects.toMatchObject({ code: 'sign-in-cancelled' });
  expect(desk.underWay()).toEqual(['corp']);
  staying.abort();
  await expect(second).rejects.toMatchObject({ code: 'sign-in-cancelled' });
  const polls = identityCenter.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(identityCenter.calls.length - polls).toBeLessThanOrEqual(1);
});

it('asks before another person replaces the one who is signed in, and does as it is answered', async () => {
  const { ports, browser, people } = createSignInDomain();
  const desk = createSignInDesk(ports);
  await desk.signIn(corp, 'device', caller());
  browser.person = 'bob@example.com';
  for (const replace of [false, true]) {
    const asked = caller();
    const answering: DeskCall = {
      ...asked,
      say: (said) => {
        asked.say(said);
        if (said.kind === 'other-person')
          queueMicrotask(() => {
            desk.answer(said.signInId, replace);
          });
      },
    };
    const signedIn = desk.signIn(corp, 'device', answering);
    if (replace) await expect(signedIn).resolves.toMatchObject({ signedInAs: 'bob@example.com' });
    else await expect(signedIn).rejects.toMatchObject({ code: 'other-person' });
    expect(asked.news.at(-1)).toMatchObject({
      kind: 'other-person',
      before: 'ana@example.com',
      now: 'bob@example.com',
    });
    expect((await people.of('corp'))?.signedInAs).toBe(replace ? 'bob@example.com' : 'ana@example.com');
  }
});

it('takes no answer to a question that nobody asked', () => {
  const desk = createSignInDesk(createSignInDomain().ports);
  expect(() => {
    desk.answer('anything', true);
  }).toThrow(expect.objectContaining({ code: 'bad-input' }));
});
