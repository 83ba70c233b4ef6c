import type { App } from '../app.ts';
import type { LiveView, Progress } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { noSsoSession } from '../core/profiles/findProfile.ts';
import type { DeskCommands, DeskPorts } from './desk.ts';
import { problemOf, type Problems } from './problems.ts';

type SignIn = LiveView['desk']['signIns'][number];

interface Running {
  shown: SignIn;
  /** Stays here: whoever opens it may sign this computer in. */
  link: string | undefined;
  readonly stop: AbortController;
}

export interface SignInDrive {
  readonly commands: Pick<DeskCommands, 'beginSignIn' | 'cancelSignIn' | 'openSignInPage' | 'copySignInLink'>;
  readonly state: () => SignIn[];
}

export interface SignInDrivePorts {
  readonly app: App;
  readonly log: Log;
  readonly problems: Problems;
  readonly openPage: DeskPorts['openPage'];
  readonly copy: (text: string) => Promise<void>;
  /** Somebody has just signed in there. */
  readonly signedIn: (ssoSession: string) => void;
}

/** The sign-ins that were begun from here. They go on when the window closes; one begun elsewhere is joined. */
export function createSignInDrive(ports: SignInDrivePorts, changed: () => void): SignInDrive {
  const { app, log, problems } = ports;
  const running = new Map<string, Running>();

  function show(one: Running, news: Partial<SignIn>): void {
    one.shown = { ...one.shown, ...news };
    changed();
  }

  async function openPage(one: Running, link: string): Promise<void> {
    const { signal } = one.stop;
    const whose = { ssoSession: one.shown.ssoSession };
    const { open } = await app.browserFor(whose, { signal, progress: () => undefined });
    await ports.openPage(link, { open, isSecret: false });
    show(one, { opened: true });
  }

  function hear(one: Running, news: Progress<'signIn'>): void {
    if (news.kind === 'offline') show(one, { state: 'offline' });
    else if (news.kind === 'online') show(one, { state: 'waiting' });
    else if (news.kind === 'other-person') {
      const { signInId, before, now } = news;
      show(one, { state: 'other-person', otherPerson: { signInId, before, now } });
    } else {
      const first = one.link === undefined;
      one.link = news.link;
      show(one, linkShown(news));
      // With a code the person opens the page: they have to see the code before they can compare it.
      if (first && news.userCode === null) {
        openPage(one, news.link).catch((error: unknown) => {
          problems.add('sign-in', one.shown.ssoSession, problemOf(error, 'openSignInPage', log));
        });
      }
    }
  }

  async function run(one: Running, flow: SignIn['flow'] | undefined): Promise<void> {
    const { ssoSession } = one.shown;
    try {
      await app.signIn(flow === undefined ? { ssoSession } : { ssoSession, flow }, {
        signal: one.stop.signal,
        progress: (news) => {
          if (running.get(ssoSession) === one) hear(one, news);
        },
      });
      forget(one);
      problems.signedIn(ssoSession);
      ports.signedIn(ssoSession);
    } catch (error) {
      forget(one);
      if (!wasThePersons(error)) problems.add('sign-in', ssoSession, problemOf(error, 'signIn', log));
    }
  }

  function forget(one: Running): void {
    if (running.get(one.shown.ssoSession) !== one) return;
    running.delete(one.shown.ssoSession);
    changed();
  }

  function waiting(ssoSession: string): { readonly one: Running; readonly link: string } {
    const one = running.get(ssoSession);
    if (one?.link !== undefined) return { one, link: one.link };
    throw new AppError('bad-input', `No sign-in to “${ssoSession}” is waiting for a page.`, {
      hint: 'Sign in again.',
    });
  }

  return {
    commands: {
      async beginSignIn({ ssoSession, flow }, { signal }) {
        const { ssoSessions } = await app.listSsoSessions({}, { signal, progress: () => undefined });
        const place = ssoSessions.find(({ name }) => name === ssoSession);
        if (place === undefined) throw noSsoSession(ssoSession);
        if (running.has(ssoSession)) return {};
        const one = begun(ssoSession, flow ?? place.flow);
        running.set(ssoSession, one);
        changed();
        void run(one, flow);
        return {};
      },
      cancelSignIn({ ssoSession }) {
        const one = running.get(ssoSession);
        if (one !== undefined) {
          forget(one);
          one.stop.abort(cancelled());
        }
        return Promise.resolve({});
      },
      async openSignInPage({ ssoSession }) {
        const { one, link } = waiting(ssoSession);
        await openPage(one, link);
        return {};
      },
      async copySignInLink({ ssoSession }) {
        await ports.copy(waiting(ssoSession).link);
        return {};
      },
    },
    state: () => [...running.values()].map(({ shown }) => shown),
  };
}

function begun(ssoSession: string, flow: SignIn['flow']): Running {
  return {
    shown: {
      ssoSession,
      flow,
      state: 'starting',
      userCode: null,
      host: null,
      opened: false,
      expiresAt: null,
      otherPerson: null,
    },
    link: undefined,
    stop: new AbortController(),
  };
}

/** One that was begun at a terminal may be of the other flow: only the device flow has a code. */
function linkShown({
  userCode,
  link,
  expiresAt,
}: Extract<Progress<'signIn'>, { kind: 'link' }>): Partial<SignIn> {
  const { host } = new URL(link);
  return { state: 'waiting', flow: userCode === null ? 'pkce' : 'device', userCode, host, expiresAt };
}

/** They know: they pressed “Cancel”, or chose who stays signed in. */
function wasThePersons(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'sign-in-cancelled' || error.code === 'other-person');
}

function cancelled(): AppError {
  return new AppError('sign-in-cancelled', 'The sign-in was cancelled.', {
    hint: 'Sign in again when you like.',
  });
}
