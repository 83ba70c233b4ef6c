import './harden.ts';
import { join } from 'node:path';
import { app, protocol } from 'electron';
import { agentPaths, type AgentPaths } from '../agent/agentPaths.ts';
import { makeHome } from '../agent/privateFolder.ts';
import { isWayland } from './isWayland.ts';
import { refuseToRun } from './refuseToRun.ts';
import { refusedSwitch } from './refusedSwitch.ts';
import { createFirstWindow } from './firstWindow.ts';
import { createKeptList } from './keptList.ts';
import { samlSwitch } from './saml/samlSwitch.ts';
import { pageScheme } from './walls.ts';

const refused = app.isPackaged
  ? refusedSwitch({
      hasSwitch: (name) => app.commandLine.hasSwitch(name),
      isRoot: process.getuid?.() === 0,
    })
  : undefined;
if (refused !== undefined) {
  process.stderr.write(`Latchkey does not run with --${refused}.\n`);
  app.exit(1);
} else if (app.commandLine.hasSwitch(samlSwitch)) {
  void import('./saml/serveSamlSignIn.ts').then(({ serveSamlSignIn }) => {
    serveSamlSignIn();
  });
} else start();

/** What has to be done before Electron is ready, and so before anything is waited for. */
function start(): void {
  let paths: AgentPaths;
  try {
    paths = agentPaths();
    makeHome(paths.home);
  } catch (error) {
    void app.whenReady().then(() => refuseToRun(error));
    return;
  }
  // What Chromium keeps, and the lock of the single instance, belong to the home.
  app.setPath('userData', join(paths.home, 'chromium'));
  // It would take --no-sandbox away again, which a packaged build runs with as root alone: Chromium demands it there.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // No page ever needs the network: no name is looked up, and no address reached, whatever asks.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  // Room for what a page makes anew, in MiB: with the one that V8 begins with, garbage is collected twice before the
  // list is painted, and with every fourth letter that somebody types.
  app.commandLine.appendSwitch('js-flags', '--min-semi-space-size=4');
  app.commandLine.appendSwitch('enable-features', features().join(','));
  protocol.registerSchemesAsPrivileged([pageScheme]);
  if (!app.requestSingleInstanceLock()) {
    // The first instance shows its window.
    app.exit(0);
    return;
  }
  void app.whenReady().then(() => run(paths).catch(refuseToRun));
}

/** Of Chromium, by its own names. A switch that is given twice has its last value alone. */
function features(): readonly string[] {
  return [
    // A process for a network that no page needs: a twentieth of a launch, and memory. Elsewhere it has a sandbox.
    ...(process.platform === 'linux' ? ['NetworkServiceInProcess2'] : []),
    // There programs hear no key of another's window; the desktop may pass the hotkey on.
    ...(isWayland(process.env) ? ['GlobalShortcutsPortal'] : []),
  ];
}

/** The window first: what the rest takes to load would keep its page from its files. */
async function run(paths: AgentPaths): Promise<void> {
  const list = createKeptList(paths.home);
  const first = createFirstWindow(paths, list);
  try {
    await first.settled;
    const { runApplication } = await import('./runApplication.ts');
    await runApplication(paths, first, list);
  } catch (error) {
    // Why nothing runs is said instead of a list that nobody serves.
    first.window.end();
    throw error;
  }
}
