import type { App } from '../app.ts';
import type { LiveView, SourceView } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { partitionOf } from '../core/partition.ts';
import type { Log } from '../core/ports.ts';
import type { DeskCommands, DeskPorts } from './desk.ts';
import { problemOf, type Problems } from './problems.ts';

type SourceSignIn = LiveView['desk']['sourceSignIns'][number];

interface Running {
  shown: SourceSignIn;
  /** Stays here: whoever opens it may sign this computer in. */
  link: string | undefined;
  readonly stop: AbortController;
}

export interface SourceDrive {
  readonly commands: Pick<
    DeskCommands,
    'beginSourceSignIn' | 'cancelSourceSignIn' | 'openSourcePage' | 'pasteAssertion'
  >;
  readonly state: () => SourceSignIn[];
}

/** A company's sign-in page in a process of its own; see shell/saml. */
export type SignInAtPage = (
  request: { readonly url: string; readonly acsUrls: readonly string[]; readonly title: string },
  signal: AbortSignal,
) => Promise<{ readonly assertion: string }>;

export interface SourceDrivePorts {
  readonly app: App;
  readonly log: Log;
  readonly problems: Problems;
  /** Shows a page of the person's own identity provider, on whichever host. */
  readonly openIdentityProvider: DeskPorts['openIdentityProvider'];
  readonly readClipboard: () => Promise<string>;
  readonly signInAtPage: SignInAtPage;
}

/** Sign-ins at identity providers that a person began in the window. */
export function createSourceDrive(ports: SourceDrivePorts, changed: () => void): SourceDrive {
  const { app, log, problems } = ports;
  const running = new Map<string, Running>();

  function show(one: Running, news: Partial<SourceSignIn>): void {
    one.shown = { ...one.shown, ...news };
    changed();
  }

  function forget(one: Running): void {
    if (running.get(one.shown.source) !== one) return;
    running.delete(one.shown.source);
    changed();
  }

  async function atPage(one: Running, source: SourceView): Promise<void> {
    if (source.where === null) throw new Error('a source with a page names it');
    const { signal } = one.stop;
    const host = `https://${partitionOf(source.region).signInHost}`;
    show(one, { state: 'window', host: new URL(source.where).host });
    const request = { url: source.where, acsUrls: [`${host}/saml`], title: `Sign in to ${source.name}` };
    const { assertion } = await ports.signInAtPage(request, signal);
    await app.presentAssertion({ source: source.name, assertion }, { signal, progress: () => undefined });
  }

  async function otherwise(one: Running, source: SourceView): Promise<void> {
    await app.signInSource(
      { source: source.name },
      {
        signal: one.stop.signal,
        progress: ({ userCode, link, expiresAt }) => {
          one.link = link;
          show(one, { state: 'waiting', userCode, host: new URL(link).host, expiresAt });
          // With a code the person opens the page: they have to see the code before they can compare it.
          if (userCode === null) open(one, link).catch(failed(one));
        },
      },
    );
  }

  async function open(one: Running, link: string): Promise<void> {
    const { signal } = one.stop;
    const { open } = await app.browserFor({}, { signal, progress: () => undefined });
    await ports.openIdentityProvider(link, open);
    show(one, { opened: true });
  }

  function failed(one: Running): (error: unknown) => void {
    return (error) => {
      const cancelled = error instanceof AppError && error.code === 'sign-in-cancelled';
      if (!cancelled) problems.add('source', one.shown.source, problemOf(error, 'signInSource', log));
    };
  }

  async function run(one: Running, source: SourceView): Promise<void> {
    try {
      await (source.kind === 'saml' && source.from === 'page' ? atPage(one, source) : otherwise(one, source));
      problems.drop('source', source.name);
    } catch (error) {
      failed(one)(error);
    }
    forget(one);
  }

  return {
    commands: {
      async beginSourceSignIn({ source: name }, { signal }) {
        const { sources } = await app.listSources({}, { signal, progress: () => undefined });
        const source = sources.find((one) => one.name === name);
        if (source === undefined) throw new AppError('no-such-source', `No source is called “${name}”.`);
        if (running.has(name)) return {};
        const one = begun(name);
        running.set(name, one);
        changed();
        void run(one, source);
        return {};
      },
      cancelSourceSignIn({ source }) {
        const one = running.get(source);
        if (one !== undefined) {
          forget(one);
          one.stop.abort(new AppError('sign-in-cancelled', 'The sign-in was cancelled.'));
        }
        return Promise.resolve({});
      },
      async openSourcePage({ source }) {
        const one = running.get(source);
        if (one?.link === undefined)
          throw new AppError('bad-input', `No sign-in at “${source}” is waiting for a page.`);
        await open(one, one.link);
        return {};
      },
      async pasteAssertion({ source }, { signal }) {
        const assertion = await ports.readClipboard();
        if (assertion.trim().length < 4)
          throw new AppError('bad-input', 'The clipboard holds no SAML response.');
        if (assertion.length > 200_000)
          throw new AppError('bad-input', 'What the clipboard holds is too long for a SAML response.');
        try {
          await app.presentAssertion({ source, assertion }, { signal, progress: () => undefined });
          problems.drop('source', source);
        } catch (error) {
          // Its question outlives the button that was pressed.
          if (error instanceof AppError && error.code === 'other-provider')
            problems.add('source', source, error);
          else throw error;
        }
        return {};
      },
    },
    state: () => [...running.values()].map(({ shown }) => shown),
  };
}

function begun(source: string): Running {
  return {
    shown: { source, state: 'starting', userCode: null, host: null, opened: false, expiresAt: null },
    link: undefined,
    stop: new AbortController(),
  };
}
