import { Notification } from 'electron';
import type { AppError } from '../core/errors.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** What a click does; its name is shown on a button where the desktop has buttons. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/**
 * Notices of the desktop; where it shows none, nothing happens. There are four, each said once, and no others: a program
 * asks and nobody is at the window, a program in the background needs an MFA code, a sign-in ends, and what was begun
 * from the tray failed.
 */
export interface Notifications {
  readonly show: (notice: Notice) => void;
  /** Something that was begun from the tray failed, and no window is there to say so. */
  readonly failed: (what: string, error: AppError) => void;
}

/** A click on a notice without an action of its own shows the window. */
export function createNotifications(showWindow: () => void): Notifications {
  // One that is collected as garbage no longer hears its click.
  const shown = new Set<Notification>();

  function show({ title, body, action }: Notice): void {
    if (!Notification.isSupported()) return;
    const buttons = action === undefined ? [] : [{ type: 'button' as const, text: action.label }];
    const notification = new Notification({ title, body, actions: buttons });
    const forget = (): void => {
      shown.delete(notification);
    };
    const act = (): void => {
      forget();
      (action?.run ?? showWindow)();
    };
    notification.on('click', act);
    notification.on('action', act);
    notification.on('close', forget);
    notification.on('failed', forget);
    shown.add(notification);
    notification.show();
  }

  return {
    show,
    failed: (what, { message, hint }) => {
      show({ title: what, body: hint === undefined ? message : `${message} ${hint}` });
    },
  };
}
