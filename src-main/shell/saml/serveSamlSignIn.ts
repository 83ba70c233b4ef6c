import { Socket } from 'node:net';
import { app, protocol } from 'electron';
import { pageScheme } from '../walls.ts';
import { ownSamlFolder, removeSamlFolder } from './samlFolder.ts';
import { samlAsk, type SamlAsk, type SamlOutcome } from './samlMessages.ts';
import { showSamlSignIn } from './showSamlSignIn.ts';

/** Milliseconds: the application asks as soon as it has started us. */
const longestWait = 5_000;
/** Characters; the CA bundles of whole countries are shorter. */
const longestAsk = 4_000_000;

/**
 * The process of one company sign-in: nothing of the home, the agent or the keychain is opened in it. It takes no
 * lock, so the application that asked never hears of it as a second instance.
 */
export function serveSamlSignIn(): void {
  const folder = ownSamlFolder();
  const leave = () => {
    // Chromium’s processes write their last when they end by themselves, and make the folder again for it.
    endHelpers();
    removeSamlFolder(folder);
    process.kill(process.pid, 'SIGKILL');
  };
  app.setPath('userData', folder);
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Chromium keeps nothing here that a keychain would have to lock.
  app.commandLine.appendSwitch('password-store', 'basic');
  app.commandLine.appendSwitch('use-mock-keychain');
  app.commandLine.appendSwitch('disable-http-cache');
  app.disableHardwareAcceleration();
  protocol.registerSchemesAsPrivileged([pageScheme]);
  void askedAtInput(leave).then(async (ask) => {
    if (ask === undefined) {
      process.stderr.write('Only Latchkey itself opens the window of a company sign-in.\n');
      removeSamlFolder(folder);
      app.exit(1);
      return;
    }
    await app.whenReady();
    await showSamlSignIn(ask, answerOnce());
  });
}

/** Pages, network and all that Chromium has in processes of their own. */
function endHelpers(): void {
  if (!app.isReady()) return;
  for (const { pid } of app.getAppMetrics()) {
    if (pid === process.pid) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has gone by itself.
    }
  }
}

/** The answer goes into the second pipe; the application then closes the first one. */
function answerOnce(): (outcome: SamlOutcome) => void {
  const answers = new Socket({ fd: 3, readable: false, writable: true });
  answers.on('error', () => undefined);
  let isAnswered = false;
  return (outcome) => {
    if (isAnswered) return;
    isAnswered = true;
    answers.end(`${JSON.stringify(outcome)}\n`);
  };
}

/**
 * What the application asks, as the one line at the standard input. `lost` is called when the application has gone
 * after that.
 * @returns undefined where nobody asks
 */
function askedAtInput(lost: () => void): Promise<SamlAsk | undefined> {
  const { stdin } = process;
  return new Promise((resolve) => {
    let said: string | undefined = '';
    const settle = (ask?: SamlAsk) => {
      said = undefined;
      clearTimeout(waiting);
      resolve(ask);
    };
    const waiting = setTimeout(settle, longestWait);
    const ended = () => {
      if (said === undefined) lost();
      else settle();
    };
    if (stdin.isTTY) settle();
    stdin.on('end', ended).on('error', ended);
    stdin.on('data', (chunk) => {
      if (said === undefined) return;
      said += String(chunk);
      if (said.includes('\n')) settle(parsed(said));
      else if (said.length > longestAsk) settle();
    });
  });
}

function parsed(line: string): SamlAsk | undefined {
  try {
    return samlAsk.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
