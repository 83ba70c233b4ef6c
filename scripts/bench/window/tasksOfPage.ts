import type { CDPSession, Page } from 'playwright-core';

/** A task of the page's main thread, in milliseconds; `from` and `to` as the page counts them. */
export interface Task {
  readonly from: number;
  readonly to: number;
  /** Processor time: less than from `from` to `to` where others had the processor meanwhile. */
  readonly work: number;
}

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

const mark = 'tasks begin';

/** Has Chromium trace the page's tasks. @returns how to end it, and have them */
export async function tasksOfPage(page: Page): Promise<() => Promise<readonly Task[]>> {
  const chromium = await page.context().newCDPSession(page);
  const traced = await tracing(chromium);
  await page.evaluate(`performance.mark('${mark}')`);
  return async () => {
    const events = await traced();
    await chromium.detach();
    const origin = events.find(({ name }) => name === mark);
    if (origin === undefined) throw new Error('Chromium traced nothing of the page.');
    return tasksOfThread(events, origin);
  };
}

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

/** The tasks of the thread of `origin`, by the clock of its page. */
function tasksOfThread(events: readonly TraceEvent[], origin: TraceEvent): readonly Task[] {
  const begin = origin.ts - 1_000 * (origin.args.data?.startTime ?? NaN);
  return events
    .filter(
      ({ name, ph, pid, tid }) =>
        name === 'ThreadControllerImpl::RunTask' && ph === 'X' && pid === origin.pid && tid === origin.tid,
    )
    .map(({ ts, dur = 0, tdur = NaN }) => ({
      from: (ts - begin) / 1_000,
      to: (ts + dur - begin) / 1_000,
      work: tdur / 1_000,
    }));
}
