import { windowContract } from '../contract.ts';
import type { Clock, Log } from '../core/ports.ts';
import type { Feed } from '../desk/feed.ts';
import { presentable } from '../door/presentable.ts';
import { runCommand, type Commands } from '../door/runCommand.ts';
import { codeGiven } from './codeGiven.ts';
import { createCodeNotice } from './codeNotice.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import { createQuestionNotice } from './questionNotice.ts';
import { createSignInNotice } from './signInNotice.ts';
import { createToldEnds } from './toldEnds.ts';
import { syncFailures } from './syncFailures.ts';
import { createTrayIcon } from './trayIcon.ts';
import type { TrayAction, TrayCommand } from './trayMenu.ts';

export interface TrayOptions {
  readonly feed: Feed;
  /** The same that the window's door serves. */
  readonly commands: Commands;
  /** AWS's time. */
  readonly clock: Clock;
  readonly log: Log;
  /** Absolute path of the file that remembers which ends of sign-ins were told. */
  readonly toldFile: string;
  /** Absolute path of the folder with the icons, which has one for each platform. */
  readonly icons: string;
  readonly showWindow: () => void;
  /** Shows the window, or puts it away where the person is at it. */
  readonly toggleWindow: () => void;
  /** A program asks: the person at another program keeps the keyboard. */
  readonly showWithoutFocus: () => void;
  /** Whether the person is at the window, and sees what it asks. */
  readonly hasFocus: () => boolean;
  readonly quit: () => void;
}

export interface TrayOfApplication {
  /** Puts the icon there, or takes it away where the desktop shows none. */
  readonly follow: (isThere: boolean) => void;
  readonly close: () => void;
}

/** Times left are told to the minute. */
const tickMs = 30_000;

/** The icon in the tray, its menu, and what the desktop is told when no window is there. */
export function createTray(options: TrayOptions): TrayOfApplication {
  const { feed, clock } = options;
  const notifications = createNotifications(options.showWindow);
  const { act, isAsked } = actions(options, notifications);
  const codeNoticesOf = createCodeNotice(isAsked);
  const noticesOf = createSignInNotice({
    told: createToldEnds(options.toldFile),
    renew: (ssoSession) => {
      act({ do: 'run', command: { name: 'beginSignIn', input: { ssoSession } }, opens: true });
    },
  });
  const questionNoticesOf = createQuestionNotice();
  const icon = createTrayIcon({ ...options, clicked: options.toggleWindow, act });
  const over = new AbortController();

  function update(): void {
    icon.update();
    const live = feed.live();
    if (live === undefined) return;
    const standing = { live, rows: feed.rows(), now: clock.now(), isAtWindow: options.hasFocus() };
    [...noticesOf(standing), ...codeNoticesOf(live)].forEach(notifications.show);
    const asked = questionNoticesOf(live);
    if (asked.length === 0 || options.hasFocus()) return;
    asked.forEach(notifications.show);
    options.showWithoutFocus();
  }
  async function tick(): Promise<void> {
    for (;;) {
      update();
      await clock.sleep(tickMs, over.signal);
    }
  }

  const leave = feed.onChange(update);
  // It ends with the signal only.
  tick().catch(() => undefined);
  return {
    follow: icon.follow,
    close: () => {
      over.abort();
      leave();
      icon.follow(false);
    },
  };
}

type Act = (action: TrayAction) => void;

/** Sentences for what could not be done; a command that the tray does not run has none. */
const failures: Partial<Record<TrayCommand['name'], string>> = {
  openConsole: 'The console could not be opened',
  copyTerminalLine: 'The line could not be copied',
  startProfile: 'No keys could be got',
  stop: 'The keys could not be removed',
  beginSignIn: 'The sign-in could not begin',
  signOut: 'The sign-out failed',
};

function actions({ commands, log, showWindow, quit, feed }: TrayOptions, notifications: Notifications) {
  /** Profiles whose person was sent to the window for a code. */
  const asked = new Set<string>();

  const syncs = syncFailures(feed, (error) => {
    notifications.failed('The sync failed', error);
  });

  async function run(command: TrayCommand): Promise<void> {
    const { name, input } = command;
    const { signal } = new AbortController();
    try {
      const call = { signal, requester: { kind: 'person' as const }, progress: () => undefined };
      await runCommand(commands, name, windowContract[name], input, call);
    } catch (error) {
      const said = presentable(error, name, { log, signal });
      const profile = 'profile' in input && typeof input.profile === 'string' ? input.profile : '';
      if (said.code === 'mfa-code-needed' && !asked.has(profile)) await runWithCode(command, profile);
      else notifications.failed(failures[name] ?? 'Latchkey', said);
    }
  }

  /** The window asks for the code; what was begun from the tray goes on then. */
  async function runWithCode(command: TrayCommand, profile: string): Promise<void> {
    asked.add(profile);
    try {
      showWindow();
      if (await codeGiven(feed, profile)) await run(command);
    } finally {
      asked.delete(profile);
    }
  }

  const act: Act = (action) => {
    if (action.do === 'quit') quit();
    else if (action.do === 'open') showWindow();
    else {
      if (action.command.name === 'beginSync') syncs.begun(action.command.input.ssoSession ?? null);
      if (action.opens === true) showWindow();
      void run(action.command);
    }
  };
  return { act, isAsked: (profile: string): boolean => asked.has(profile) };
}
