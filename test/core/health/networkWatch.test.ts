import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/core/errors.ts';
import { createNetworkWatch, type NetworkWatch } from '../../../src-main/core/health/networkWatch.ts';
import { watchedCalls, type Unreached } from '../../../src-main/core/health/watchedCalls.ts';
import { createHandClock, type HandClock } from '../../support/handClock.ts';

const region = 'eu-west-1';
const away = new AppError('offline', 'AWS cannot be reached.', { hint: 'Check the network.' }) as Unreached;
const page = new AppError('not-aws', 'Something other than AWS answered.', { hint: 'Open it.' }) as Unreached;

let clock: HandClock;
let looks: number[];
let changes: number;
/** What a look meets; undefined: AWS. */
let trouble: Unreached | undefined;
let watch: NetworkWatch;
let stop: AbortController;
let running: Promise<void>;

beforeEach(() => {
  clock = createHandClock();
  [looks, changes, trouble, stop] = [[], 0, undefined, new AbortController()];
  watch = createNetworkWatch({
    clock,
    look: () => {
      looks.push(clock.now());
      return trouble === undefined ? Promise.resolve(0) : Promise.reject(trouble);
    },
    changed: () => {
      changes += 1;
    },
  });
  running = watch.run(stop.signal);
});
afterEach(async () => {
  stop.abort();
  await running;
});

const state = () => watch.state().state;

describe('the network', () => {
  it('is never looked at while all is well', async () => {
    watch.heard('answered', region);
    await clock.pass(24 * 3_600_000);
    expect([looks.length, state(), changes]).toEqual([0, 'ok', 0]);
  });

  it('is not called away for one host that is: AWS’s own answers', async () => {
    watch.heard(away, region);
    await clock.pass(0);
    expect([looks.length, state(), changes]).toEqual([1, 'ok', 0]);
    // The next one is looked after no sooner than the pace allows.
    watch.heard(away, region);
    await clock.pass(4_000);
    expect(looks).toHaveLength(1);
    await clock.pass(1_000);
    expect(looks).toHaveLength(2);
  });

  it.each([
    [away, 'offline'],
    [page, 'captive-portal'],
  ] as const)('%s is said in AWS’s place, with what to do', async (error, words) => {
    trouble = error;
    watch.heard(error, region);
    await clock.pass(0);
    expect(watch.state()).toEqual({ state: words, trouble: { message: error.message, hint: error.hint } });
    expect(changes).toBe(1);
  });

  it('is looked at twelve times a minute at most, however many calls fail and whoever asks', async () => {
    trouble = away;
    for (let second = 0; second < 600; second += 1) {
      watch.heard(away, region);
      watch.again();
      await clock.pass(1_000);
    }
    for (const at of looks) {
      expect(looks.filter((one) => one >= at && one < at + 60_000).length).toBeLessThanOrEqual(12);
    }
    expect(looks.length).toBeGreaterThan(100);
  });

  it('is looked at ever less where nobody asks, and is well by itself when it comes back', async () => {
    trouble = away;
    watch.heard(away, region);
    await clock.pass(3_600_000);
    expect(looks.length).toBeLessThan(70);
    trouble = undefined;
    await clock.pass(60_000);
    expect([state(), changes]).toEqual(['ok', 2]);
    const before = looks.length;
    await clock.pass(3_600_000);
    expect(looks).toHaveLength(before);
  });

  it('is well with the next answer of AWS’s, without a look', async () => {
    trouble = page;
    watch.heard(page, region);
    await clock.pass(0);
    watch.heard('answered', region);
    expect(state()).toBe('ok');
    await clock.pass(600_000);
    expect(looks).toHaveLength(1);
  });

  it('says it when a network’s sign-in page takes the place of no network', async () => {
    trouble = away;
    watch.heard(away, region);
    await clock.pass(0);
    trouble = page;
    await clock.pass(5_000);
    expect(state()).toBe('captive-portal');
  });
});

describe('a call to AWS', () => {
  const told = async (outcome: unknown): Promise<unknown> => {
    const heard: unknown[] = [];
    const port = { ask: async () => (outcome instanceof Error ? Promise.reject(outcome) : outcome) };
    const asked = watchedCalls(port, (...given) => heard.push(given)) as {
      ask: (place: object) => Promise<unknown>;
    };
    await asked.ask({ region: 'eu-central-1' }).catch(() => undefined);
    return heard[0];
  };

  it('that AWS denies is an answer; a 502 in between, and a fault of ours, say nothing', async () => {
    expect(await told('keys')).toEqual(['answered', 'eu-central-1']);
    expect(await told(new AppError('denied', 'No.'))).toEqual(['answered', 'eu-central-1']);
    expect(await told(page)).toEqual([page, 'eu-central-1']);
    expect(await told(new AppError('aws-failed', '502'))).toBeUndefined();
    expect(await told(new TypeError('x'))).toBeUndefined();
  });
});
