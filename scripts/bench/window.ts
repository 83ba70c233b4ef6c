import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { startAws } from '../../test/aws/standIn.ts';
import { cachedProfiles } from '../../test/support/cachedProfiles.ts';
import { startDisplay } from '../../test/support/display.ts';
import { startSessionBus } from '../../test/support/sessionBus.ts';
import { startStatusNotifierWatcher } from '../../test/support/statusNotifierWatcher.ts';
import { createTestHome, type TestHome } from '../../test/support/testHome.ts';
import type { Figure } from './report.ts';
import { open, startHidden, type Contender } from './window/contender.ts';
import { timeLetters } from './window/letters.ts';
import { memoryOf, processorTimeOf } from './window/processFigures.ts';

/** Milliseconds until an application that has just been opened or closed does nothing more of that. */
const settling = 5_000;
const minute = 60_000;
const checkout = fileURLToPath(new URL('../..', import.meta.url));

interface Pair {
  readonly latchkey: Contender;
  readonly hello: Contender;
}

/** The window and the tray beside the least that has both, on the same Electron, with 5,000 and 50,000 profiles. */
export async function benchWindow(rounds: number): Promise<readonly Figure[]> {
  const display = await startDisplay();
  const bus = await startSessionBus();
  const tray = await startStatusNotifierWatcher(bus);
  const surroundings = { DISPLAY: display.name, DBUS_SESSION_BUS_ADDRESS: bus.address };
  try {
    const few = await withProfiles(1_250, surroundings, async (pair) => [
      ...(await launches(pair, rounds)),
      ...(await memory(pair)),
      ...(await idle(pair)),
      ...(await letters(pair, '5,000')),
    ]);
    const many = await withProfiles(12_500, surroundings, (pair) => letters(pair, '50,000'));
    return [...few, ...many];
  } finally {
    await tray.stop();
    await bus.stop();
    await display.stop();
  }
}

async function withProfiles(
  accounts: number,
  environment: Readonly<Record<string, string>>,
  bench: (pair: Pair) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const aws = await startAws();
  const homes: TestHome[] = [];
  try {
    for (let one = 0; one < 2; one += 1) homes.push(await createTestHome({ aws, environment }));
    const [ours, other] = homes as [TestHome, TestHome];
    await cachedProfiles({ home: ours, aws, accounts });
    return await bench({
      latchkey: {
        folder: checkout,
        environment: ours.environment,
        usable: { selector: '[role=grid] [role=row]', atLeast: 10 },
      },
      hello: {
        folder: fileURLToPath(new URL('helloWorld', import.meta.url)),
        environment: other.environment,
        usable: { selector: 'p', atLeast: 1 },
      },
    });
  } finally {
    for (const home of homes) await home.dispose();
    await aws.close();
  }
}

/** In turns, so that whatever else the machine does hits both alike. */
async function launches({ latchkey, hello }: Pair, rounds: number): Promise<readonly Figure[]> {
  const times = { latchkey: [] as number[], hello: [] as number[] };
  // The first round warms files and caches.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, contender] of Object.entries({ latchkey, hello }) as [
      'latchkey' | 'hello',
      Contender,
    ][]) {
      const running = await open(contender);
      if (round > 0) times[name].push(running.launch);
      await running.end();
    }
  }
  return [
    beside('launch to a list of 5,000 profiles', 'ms', at(times.latchkey, 0.5), at(times.hello, 0.5), {
      bound: 'hello world, launch to its page',
      aim: 1.5,
    }),
  ];
}

async function memory({ latchkey, hello }: Pair): Promise<readonly Figure[]> {
  const ours = await memoryOpenAndClosed(latchkey);
  const others = await memoryOpenAndClosed(hello);
  const hidden = await startHidden(hello);
  await pause(settling);
  const trayOnly = memoryOf(hidden.pid);
  await hidden.end();
  return [
    beside('memory with the window open', 'MB', ours.open, others.open, { bound: 'hello world', aim: 1.5 }),
    beside('memory, window closed to the tray', 'MB', ours.closed, trayOnly, {
      bound: 'hello world that never had a window',
      aim: 1.5,
    }),
    beside('memory, window closed to the tray', 'MB', ours.closed, others.closed, {
      bound: 'hello world, window closed',
      aim: null,
    }),
  ];
}

async function memoryOpenAndClosed(contender: Contender): Promise<{ open: number; closed: number }> {
  const running = await open(contender);
  await pause(settling);
  const whileOpen = memoryOf(running.pid);
  await closeWindow(running);
  await pause(settling);
  const closed = memoryOf(running.pid);
  await running.end();
  return { open: whileOpen, closed };
}

async function closeWindow({
  electron,
}: {
  electron: Awaited<ReturnType<typeof open>>['electron'];
}): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
}

/** Both in the same minute. */
async function idle({ latchkey, hello }: Pair): Promise<readonly Figure[]> {
  const running = [await open(latchkey), await open(hello)] as const;
  for (const one of running) await closeWindow(one);
  await pause(settling);
  const before = running.map(({ pid }) => processorTimeOf(pid));
  await pause(minute);
  const used = running.map(({ pid }, index) => processorTimeOf(pid) - (before[index] ?? 0));
  for (const one of running) await one.end();
  const [ours = 0, others = 0] = used;
  return [
    beside('processor time of a minute in the tray', 'ms', ours, others, { bound: 'hello world', aim: null }),
  ];
}

async function letters({ latchkey, hello }: Pair, profiles: string): Promise<readonly Figure[]> {
  const [ours, others] = [await open(latchkey), await open(hello)];
  await pause(settling);
  const times = await timeLetters(ours.page, 'input[type=search]', '[role=grid]');
  const bound = await timeLetters(others.page, 'input', 'p');
  await ours.end();
  await others.end();
  return ([0.5, 0.95] as const).map((share) =>
    beside(
      `letter to painted result, ${profiles} profiles, p${share * 100}`,
      'ms',
      at(times, share),
      at(bound, share),
      {
        bound: 'hello world',
        aim: null,
      },
    ),
  );
}

function beside(
  what: string,
  unit: Figure['unit'],
  value: number,
  other: number,
  { bound, aim }: Pick<Figure, 'bound' | 'aim'>,
): Figure {
  return { what, unit, value, bound, ratio: value / Math.max(other, 0.1), aim };
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
