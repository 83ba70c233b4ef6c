import type { App } from '../app.ts';
import type { DeskCommand, DeskContract, LiveView } from '../contract.ts';
import type { BrowserChoice } from '../core/console/browserChoice.ts';
import type { Browsers } from '../core/console/installedBrowser.ts';
import type { Clock, Log } from '../core/ports.ts';
import type { AnyCall } from '../door/runCommand.ts';
import type { z } from 'zod';
import { accessKeyCommands } from './accessKeyCommands.ts';
import { consoleCommands } from './consoleCommands.ts';
import { healthCommands } from './healthCommands.ts';
import { importCommands } from './importCommands.ts';
import { createProblems } from './problems.ts';
import { createSignInDrive } from './signInDrive.ts';
import { createSourceDrive, type SignInAtPage } from './sourceDrive.ts';
import { createSyncDrive } from './syncDrive.ts';

export type DeskState = LiveView['desk'];

export type DeskCommands = {
  readonly [Name in DeskCommand]: (
    input: z.output<DeskContract[Name]['input']>,
    call: AnyCall,
  ) => Promise<z.output<DeskContract[Name]['output']>>;
};

/** Where a page opens, and whether its link is a secret. */
export interface PageOpening {
  readonly open: BrowserChoice;
  readonly isSecret: boolean;
}

export interface DeskPorts {
  readonly app: App;
  readonly log: Log;
  readonly clock: Clock;
  /** `win32` has another terminal. */
  readonly platform: string;
  /**
   * Shows a page to the person, in their browser. The link may be a secret.
   * @throws AppError when no browser could be opened
   */
  readonly openPage: (link: string, how: PageOpening) => Promise<void>;
  readonly browsers: Pick<Browsers, 'installed'>;
  /** Puts text onto the clipboard. */
  readonly copy: (text: string) => Promise<void>;
  readonly readClipboard: () => Promise<string>;
  /** Text of a file that the person chooses; undefined when they choose none. */
  readonly chooseTextFile: (title: string) => Promise<string | undefined>;
  /** Absolute path of a file that the person chooses; undefined when they choose none. */
  readonly chooseFile: (title: string) => Promise<string | undefined>;
  /** Writes to a file that the person names; undefined when they name none. */
  readonly saveTextFile: (title: string, name: string, text: string) => Promise<string | undefined>;
  readonly signInAtPage: SignInAtPage;
  /** Shows a page of the person's own identity provider, on whichever host. */
  readonly openIdentityProvider: (link: string, open: BrowserChoice) => Promise<void>;
}

/** What the window and the tray share in main: what needs a browser or the clipboard, and outlives the window. */
export interface Desk {
  readonly commands: DeskCommands;
  readonly state: () => DeskState;
  /** Begins a sync wherever somebody is signed in and the list is old, or was cut short. */
  readonly catchUp: () => Promise<void>;
  /** How the sign-ins are doing now: somebody may have signed in at a terminal. */
  readonly hear: (signIns: LiveView['signIns']) => void;
  /** Takes a copied console link off the clipboard: nobody will once we have ended. */
  readonly forgetLink: () => Promise<void>;
}

/** Milliseconds. Permissions change by the day; the list of a large organisation takes AWS minutes. */
const listIsOldAfter = 12 * 60 * 60 * 1000;

/** `changed` is called whenever `state()` has become another. */
export function createDesk(ports: DeskPorts, changed: () => void): Desk {
  const problems = createProblems(changed);
  const syncs = createSyncDrive({ ...ports, problems }, changed);
  const sources = createSourceDrive({ ...ports, problems }, changed);
  const signIns = createSignInDrive(
    {
      ...ports,
      problems,
      signedIn: (name) => {
        syncs.begin(name, 'unasked');
      },
    },
    changed,
  );
  const consoles = consoleCommands(ports);
  let before: ReadonlySet<string> = new Set();
  return {
    forgetLink: consoles.forgetLink,
    commands: {
      ...signIns.commands,
      ...sources.commands,
      ...consoles.commands,
      ...accessKeyCommands(ports),
      ...healthCommands(ports),
      ...importCommands(ports),
      beginSync({ ssoSession }) {
        syncs.begin(ssoSession ?? null, 'asked');
        return Promise.resolve({});
      },
      dismissProblem({ id }) {
        problems.dismiss(id);
        return Promise.resolve({});
      },
    },
    async catchUp() {
      const { live } = await ports.app.snapshot({ rowsVersion: null }, quietly());
      for (const { ssoSession, state, syncedAt } of live.signIns) {
        const isOld = syncedAt === null || Date.parse(syncedAt) + listIsOldAfter <= ports.clock.now();
        if (state === 'signed-in' && isOld) syncs.begin(ssoSession, 'unasked');
      }
    },
    hear(now) {
      const signedIn = now.filter(({ state }) => state.startsWith('signed-in'));
      const names = new Set(signedIn.map(({ ssoSession }) => ssoSession));
      for (const name of names) if (!before.has(name)) problems.signedIn(name);
      before = names;
    },
    state: () => ({
      signIns: signIns.state(),
      sourceSignIns: sources.state(),
      syncs: syncs.state(),
      problems: problems.state(),
    }),
  };
}

function quietly() {
  return { signal: new AbortController().signal, progress: () => undefined };
}
