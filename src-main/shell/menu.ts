import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/** The commands that a desktop expects of any application. Nothing here looks into the page of a packaged build. */
export function setMenu(isPackaged: boolean): void {
  const developer: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      // The same key without Shift, which is what people press.
      { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
      { role: 'zoomOut' },
      ...developer,
    ],
  };
  const elsewhere: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      { role: 'close', accelerator: 'Ctrl+W' },
      {
        label: 'Quit',
        accelerator: 'Ctrl+Q',
        click: () => {
          app.quit();
        },
      },
    ],
  };
  const first: MenuItemConstructorOptions = process.platform === 'darwin' ? { role: 'appMenu' } : elsewhere;
  // Elsewhere the bar is not shown, and Chromium edits text without it.
  const own: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [{ role: 'editMenu' }, { role: 'windowMenu' }] : [];
  Menu.setApplicationMenu(Menu.buildFromTemplate([first, view, ...own]));
}
