import { join } from 'node:path';
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron';
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
import { syncFailures } from './syncFailures.ts';
import { trayMenu, type TrayAction, type TrayCommand, type TrayEntry } from './trayMenu.ts';
import { trayState, trayTooltip } from './trayState.ts';

export interface TrayOptions {
  readonly feed: Feed;
  /** The same that the window's door serves. */
  readonly commands: Commands;
  readonly clock: Clock;
  readonly log: Log;
  /** Absolute path of the folder with the icons, which has one for each platform. */
  readonly icons: string;
  readonly showWindow: () => void;
  /** A program asks: the person at another program keeps the keyboard. */
  readonly showWithoutFocus: () => void;
  /** Whether the person is at the window, and sees what it asks. */
  readonly hasFocus: () => boolean;
  readonly quit: () => void;
}

export interface TrayIcon {
  /** Puts the icon there, or takes it away where the desktop shows none. */
  readonly follow: (isThere: boolean) => void;
  readonly close: () => void;
}

/** Times left are told to the minute. */
const tickMs = 30_000;

/** The icon in the tray, its menu, and what the desktop is told when no window is there. */
export function createTray(options: TrayOptions): TrayIcon {
  const { feed, clock } = options;
  const notifications = createNotifications(options.showWindow);
  const { act, isAsked } = actions(options, notifications);
  const codeNoticesOf = createCodeNotice(isAsked);
  const noticesOf = createSignInNotice((ssoSession) => {
    act({ do: 'run', command: { name: 'beginSignIn', input: { ssoSession } }, opens: true });
  });
  const questionNoticesOf = createQuestionNotice();
  const icon = createIcon(options, act);
  const over = new AbortController();

  function update(): void {
    icon.update();
    const live = feed.live();
    if (live === undefined) return;
    [...noticesOf(live, clock.now()), ...codeNoticesOf(live)].forEach(notifications.show);
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

function createIcon({ feed, clock, icons, showWindow }: TrayOptions, act: Act) {
  let tray: Tray | undefined;
  let shown = { icon: '', tooltip: '', menu: '' };

  function update(): void {
    if (tray === undefined) return;
    const [live, rows, now] = [feed.live(), feed.rows(), clock.now()];
    const entries = trayMenu(live, rows, now);
    const next = {
      icon: iconFile(icons, trayState(live, rows, now)),
      tooltip: trayTooltip(live, rows, now),
      menu: JSON.stringify(entries),
    };
    if (next.icon !== shown.icon) tray.setImage(imageOf(next.icon));
    if (next.tooltip !== shown.tooltip) tray.setToolTip(next.tooltip);
    // Linux shows a changed menu only when it is set anew; one that is open would close under somebody's hands.
    if (next.menu !== shown.menu) tray.setContextMenu(Menu.buildFromTemplate(entries.map(itemOf(act))));
    shown = next;
  }

  return {
    update,
    follow: (isThere: boolean): void => {
      if (!isThere) {
        tray?.destroy();
        tray = undefined;
      } else if (tray === undefined) {
        shown = { icon: iconFile(icons, 'idle'), tooltip: '', menu: '' };
        tray = new Tray(imageOf(shown.icon));
        // On macOS a click opens the menu, as people there expect.
        if (process.platform !== 'darwin') tray.on('click', showWindow);
        update();
      }
    },
  };
}

function iconFile(icons: string, state: string): string {
  const { platform } = process;
  if (platform === 'darwin') return join(icons, 'darwin', `${state}Template.png`);
  return join(icons, platform === 'win32' ? 'win32' : 'linux', `${state}.png`);
}

function imageOf(file: string): Electron.NativeImage {
  const image = nativeImage.createFromPath(file);
  if (process.platform === 'darwin') image.setTemplateImage(true);
  return image;
}

function itemOf(act: Act): (entry: TrayEntry) => MenuItemConstructorOptions {
  return (entry) => {
    if (entry.kind === 'separator') return { type: 'separator' };
    // A single & marks the letter that Alt opens the entry with.
    const label = entry.label.replaceAll('&', '&&');
    if (entry.kind === 'heading') return { label, enabled: false };
    if (entry.kind === 'submenu') return { label, submenu: entry.entries.map(itemOf(act)) };
    return {
      label,
      click: () => {
        act(entry.action);
      },
    };
  };
}

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
