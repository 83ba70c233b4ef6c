import type { CDPSession, Page } from 'playwright-core';
import { typeLetters, type Letter, type Typed } from './letters.ts';

/** What Chromium says of a task, in microseconds: `ts` when it began, `dur` how long it was, `tdur` of that at work. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly startTime?: number } };
}

/** Milliseconds of processor time of the page's main thread, letter by letter. */
export interface Work {
  /** Every task that ran between the key and the painted result: script, style, layout, paint, garbage. */
  readonly toPainted: readonly number[];
  /** With what ran up to a quarter of a second after the key, as the collection of garbage that had waited. */
  readonly withRest: readonly number[];
}

const mark = 'letters begin';
const rest = 240;

/** Of one pass the third dearest letter alone would be the 95th percentile: a collection of garbage more or less. */
const passes = 3;

/** Types the letters three times, and asks Chromium for each task of the page meanwhile. */
export async function workOfLetters(page: Page, typed: Typed): Promise<Work> {
  const works: Work[] = [];
  for (let pass = 0; pass < passes; pass += 1) works.push(await workOfPass(page, typed));
  return {
    toPainted: works.flatMap(({ toPainted }) => toPainted),
    withRest: works.flatMap(({ withRest }) => withRest),
  };
}

async function workOfPass(page: Page, typed: Typed): Promise<Work> {
  const chromium = await page.context().newCDPSession(page);
  const traced = await tracing(chromium);
  await page.evaluate(`performance.mark('${mark}')`);
  const letters = await typeLetters(page, typed);
  const events = await traced();
  await chromium.detach();
  const origin = events.find(({ name }) => name === mark);
  if (origin === undefined) throw new Error('Chromium traced nothing of the page.');
  const work = workIn(events, origin);
  return {
    toPainted: letters.map(({ began, painted }: Letter) => work(began, painted)),
    withRest: letters.map(({ began }: Letter) => work(began, began + rest)),
  };
}

/** @returns how to end it, and have what was seen */
async function tracing(chromium: CDPSession): Promise<() => Promise<readonly TraceEvent[]>> {
  const events: TraceEvent[] = [];
  chromium.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const complete = new Promise<void>((resolve) => {
    chromium.once('Tracing.tracingComplete', () => {
      resolve();
    });
  });
  // Whole tasks alone: to be told what is in them would cost more than they do.
  const includedCategories = ['toplevel', 'blink.user_timing'];
  await chromium.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } });
  return async () => {
    await chromium.send('Tracing.end');
    await complete;
    return events;
  };
}

/** What the thread of `origin` worked between two times of its page, tasks counted whole. */
function workIn(events: readonly TraceEvent[], origin: TraceEvent): (from: number, to: number) => number {
  const begin = origin.ts - 1_000 * (origin.args.data?.startTime ?? NaN);
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      name === 'ThreadControllerImpl::RunTask' && ph === 'X' && pid === origin.pid && tid === origin.tid,
  );
  return (from, to) =>
    tasks
      .filter(({ ts, dur = 0 }) => ts + dur > begin + 1_000 * from && ts < begin + 1_000 * to)
      .reduce((sum, { tdur = NaN }) => sum + tdur / 1_000, 0);
}
