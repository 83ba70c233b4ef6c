import { AppError } from '../errors.ts';
import type { Random } from '../ports.ts';
import { signIn, type SignedIn, type SignInCall, type SignInNews, type SignInPorts } from './signIn.ts';
import type { SignInFlow, SsoSession } from './ssoSession.ts';

export type DeskNews =
  | SignInNews
  | {
      readonly kind: 'other-person';
      readonly signInId: string;
      readonly before: string;
      readonly now: string;
    };

export interface DeskCall {
  readonly signal: AbortSignal;
  readonly say: (news: DeskNews) => void;
  readonly replace: boolean;
}

/** Where people sign in: one sign-in at a time for each SsoSession, whoever else asks joins it. */
export interface SignInDesk {
  signIn(place: SsoSession, flow: SignInFlow, call: DeskCall): Promise<SignedIn>;
  /** @throws AppError bad-input when no such question is open */
  answer(signInId: string, replace: boolean): void;
  /** Whoever waits there hears that it was cancelled. Comes back when nothing of it can be kept any more. */
  cancel(ssoSession: string): Promise<void>;
  /** Names of the SsoSessions where a sign-in is under way. */
  underWay(): readonly string[];
}

interface Running {
  readonly id: string;
  readonly callers: Set<DeskCall>;
  readonly stop: AbortController;
  readonly result: Promise<SignedIn>;
  link: SignInNews | undefined;
  question: Extract<DeskNews, { kind: 'other-person' }> | undefined;
  answer: ((replace: boolean) => void) | undefined;
}

export function createSignInDesk(ports: SignInPorts & { readonly random: Random }): SignInDesk {
  const running = new Map<string, Running>();

  function begin(place: SsoSession, flow: SignInFlow): Running {
    const callers = new Set<DeskCall>();
    const stop = new AbortController();
    const say = (news: DeskNews): void => {
      for (const caller of callers) caller.say(news);
    };
    const call: SignInCall = {
      signal: stop.signal,
      say: (news) => {
        if (news.kind === 'link') entry.link = news;
        say(news);
      },
      mayReplace: async (before, now) => {
        if ([...callers].some(({ replace }) => replace)) return true;
        entry.question = { kind: 'other-person', signInId: entry.id, before, now };
        say(entry.question);
        return new Promise((resolve, reject) => {
          entry.answer = resolve;
          stop.signal.addEventListener('abort', () => {
            reject(cancelled());
          });
        });
      },
    };
    const entry: Running = {
      id: ports.random.token(12),
      callers,
      stop,
      // Begun a turn later, when `entry` is complete and its first caller listens.
      result: Promise.resolve()
        .then(() => signIn(ports, place, flow, call))
        .finally(() => running.delete(place.name)),
      link: undefined,
      question: undefined,
      answer: undefined,
    };
    entry.result.catch(() => undefined);
    running.set(place.name, entry);
    return entry;
  }

  return {
    async signIn(place, flow, call) {
      const entry = running.get(place.name) ?? begin(place, flow);
      entry.callers.add(call);
      for (const news of [entry.link, entry.question]) if (news !== undefined) call.say(news);
      try {
        return await Promise.race([entry.result, aborted(call.signal)]);
      } finally {
        entry.callers.delete(call);
        if (entry.callers.size === 0) entry.stop.abort(cancelled());
      }
    },
    answer(signInId, replace) {
      const entry = [...running.values()].find(({ id, answer }) => id === signInId && answer !== undefined);
      if (entry?.answer === undefined) {
        throw new AppError('bad-input', 'No sign-in is waiting for this answer.', { hint: 'Sign in again.' });
      }
      entry.answer(replace);
    },
    async cancel(ssoSession) {
      const entry = running.get(ssoSession);
      entry?.stop.abort(cancelled());
      await entry?.result.catch(() => undefined);
    },
    underWay: () => [...running.keys()],
  };
}

async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => {
      reject(cancelled());
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function cancelled(): AppError {
  return new AppError('sign-in-cancelled', 'The sign-in was cancelled.', {
    hint: 'Sign in again when you like.',
  });
}
