import { join } from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions } from 'electron';
import type { Clock } from '../core/ports.ts';
import type { Feed } from '../desk/feed.ts';
import { createMenuHold, type MenuHold } from './menuHold.ts';
import { trayMenu, type TrayAction, type TrayEntry } from './trayMenu.ts';
import { trayState, trayTooltip, type TrayState } from './trayState.ts';

export interface TrayIconOptions {
  readonly feed: Feed;
  readonly clock: Clock;
  /** Absolute path of the folder with the icons, which has one for each platform. */
  readonly icons: string;
  /** A click on the icon where a click does not open the menu. */
  readonly clicked: () => void;
  readonly act: (action: TrayAction) => void;
}

interface DrawnIcon {
  /** Shows how things stand now. */
  readonly update: () => void;
  /** Puts the icon there, or takes it away. */
  readonly follow: (isThere: boolean) => void;
}

const { platform } = process;

/**
 * The icon with its tooltip and menu. On macOS a click opens the menu; on Windows the right button does, and the left
 * one shows the window; a Linux desktop is given the menu and says which of the two it was.
 */
export function createTrayIcon(options: TrayIconOptions): DrawnIcon {
  const { feed, clock, icons } = options;
  let tray: Tray | undefined;
  let shown = { icon: '', tooltip: '', menu: '' };
  const hold = createMenuHold(clock, () => {
    update();
  });

  function entriesNow(): readonly TrayEntry[] {
    return trayMenu(feed.live(), feed.rows(), clock.now());
  }

  function update(): void {
    if (tray === undefined) return;
    const [live, rows, now] = [feed.live(), feed.rows(), clock.now()];
    const icon = iconFile(icons, trayState(live, rows, now));
    const tooltip = trayTooltip(live, rows, now);
    if (icon !== shown.icon) tray.setImage(imageOf(icon));
    if (tooltip !== shown.tooltip) tray.setToolTip(tooltip);
    shown = { ...shown, icon, tooltip };
    if (platform === 'linux' && !hold.isHeld()) setMenu(tray);
  }

  /** Linux shows a changed menu only when it is set anew. */
  function setMenu(on: Tray): void {
    const entries = entriesNow();
    const menu = JSON.stringify(entries);
    if (menu === shown.menu) return;
    on.setContextMenu(heldMenu(entries, options.act, hold));
    shown = { ...shown, menu };
  }

  function make(): Tray {
    shown = { icon: iconFile(icons, 'idle'), tooltip: '', menu: '' };
    const made = new Tray(imageOf(shown.icon));
    const openMenu = (): void => {
      made.popUpContextMenu(Menu.buildFromTemplate(entriesNow().map(itemOf(options.act))));
    };
    if (platform !== 'darwin') made.on('click', options.clicked);
    else made.on('click', openMenu);
    if (platform !== 'linux') made.on('right-click', openMenu);
    return made;
  }

  // The taskbar of Windows turns light or dark.
  nativeTheme.on('updated', update);
  return {
    update,
    follow: (isThere) => {
      if (isThere === (tray !== undefined)) return;
      tray?.destroy();
      tray = isThere ? make() : undefined;
      update();
    },
  };
}

function iconFile(icons: string, state: TrayState): string {
  if (platform === 'darwin') return join(icons, 'darwin', `${state}Template.png`);
  if (platform !== 'win32') return join(icons, 'linux', `${state}.png`);
  const panel = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ? 'dark' : 'light';
  return join(icons, 'win32', `${state}-on-${panel}.png`);
}

function imageOf(file: string): Electron.NativeImage {
  const image = nativeImage.createFromPath(file);
  if (platform === 'darwin') image.setTemplateImage(true);
  return image;
}

/** A menu that says when it, or a part of it, is opened. */
function heldMenu(
  entries: readonly TrayEntry[],
  act: (action: TrayAction) => void,
  hold: MenuHold,
): Electron.Menu {
  const pressed = (action: TrayAction): void => {
    act(action);
    // The menu closes with it.
    hold.closed();
  };
  const menu = Menu.buildFromTemplate(entries.map(itemOf(pressed)));
  for (const one of [menu, ...menu.items.flatMap(({ submenu }) => submenu ?? [])]) {
    one.on('menu-will-show', hold.opened);
    one.on('menu-will-close', hold.closed);
  }
  return menu;
}

function itemOf(act: (action: TrayAction) => void): (entry: TrayEntry) => MenuItemConstructorOptions {
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
