/**
 * A desktop's tray, as far as an application sees it.
 *
 *     const bus = await startSessionBus();
 *     const tray = await startStatusNotifierWatcher(bus);
 *     await until(async () => expect(await tray.items()).toBe(1));
 *     await tray.press('Open Latchkey');
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SessionBus } from './sessionBus.ts';

export interface TrayItem {
  readonly title: string;
  readonly tooltip: string;
  readonly status: string;
  /** In pixels, of each picture of the icon. */
  readonly sides: readonly number[];
  /** The same for the same pictures. */
  readonly picture: string;
}

export interface TrayMenuEntry {
  readonly id: number;
  readonly label: string;
  readonly isSeparator: boolean;
  readonly enabled: boolean;
  readonly entries: readonly TrayMenuEntry[];
}

export interface StatusNotifierWatcher {
  /** How many icons there are. */
  items(): Promise<number>;
  item(): Promise<TrayItem>;
  menu(): Promise<readonly TrayMenuEntry[]>;
  /** Presses the entry with these labels, from the menu inwards. @throws when there is none */
  press(...labels: readonly string[]): Promise<void>;
  /** Opens the part of the menu with these labels; Electron hears that it was opened. */
  open(...labels: readonly string[]): Promise<void>;
  /** A click on the icon itself. */
  activate(): Promise<void>;
  /** What the desktop was told to show, the first one first. */
  notices(): Promise<readonly { readonly title: string; readonly body: string }[]>;
  /** A click on the newest notice. */
  clickNotice(): Promise<void>;
  /** The desktop shows tray icons no more. */
  stop(): Promise<void>;
}

/** Debian's own: another Python may lack the packages that apt has installed. */
const python = '/usr/bin/python3';

/** @throws without python3-dbus and python3-gi */
export async function startStatusNotifierWatcher({
  address,
}: Pick<SessionBus, 'address'>): Promise<StatusNotifierWatcher> {
  const child = spawn(python, [join(import.meta.dirname, 'statusNotifierWatcher.py')], {
    env: { PATH: process.env['PATH'], DBUS_SESSION_BUS_ADDRESS: address },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  let faults = '';
  child.stderr.on('data', (chunk: Buffer) => {
    faults += chunk.toString();
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true)
      throw new Error(`The tray of the tests ended (python3-dbus, python3-gi): ${faults}`);
    const said = JSON.parse(line.value) as { result: unknown } | { error: string };
    if ('error' in said) throw new Error(said.error);
    return said.result;
  };
  // One question at a time: the answers come in the order of the questions.
  let last: Promise<unknown> = answer();
  const ask = (question: object): Promise<unknown> => {
    last = last
      .catch(() => undefined)
      .then(() => {
        child.stdin.write(`${JSON.stringify(question)}\n`);
        return answer();
      });
    return last;
  };
  await last;
  const menu = async () => (await ask({ do: 'menu' })) as readonly TrayMenuEntry[];
  return {
    items: async () => (await ask({ do: 'items' })) as number,
    item: async () => (await ask({ do: 'item' })) as TrayItem,
    menu,
    press: async (...labels) => {
      await ask({ do: 'press', id: found(await menu(), labels).id });
    },
    open: async (...labels) => {
      await ask({ do: 'open', id: found(await menu(), labels).id });
    },
    notices: async () => (await ask({ do: 'notices' })) as { title: string; body: string }[],
    clickNotice: async () => {
      await ask({ do: 'clickNotice' });
    },
    activate: async () => {
      await ask({ do: 'activate' });
    },
    stop: async () => {
      process.off('exit', end);
      end();
      await ended;
    },
  };
}

function found(entries: readonly TrayMenuEntry[], [label, ...inner]: readonly string[]): TrayMenuEntry {
  const entry = entries.find((one) => one.label === label);
  if (entry === undefined) {
    throw new Error(`No “${label ?? ''}” among ${entries.map((one) => one.label).join(', ')}`);
  }
  return inner.length === 0 ? entry : found(entry.entries, inner);
}
