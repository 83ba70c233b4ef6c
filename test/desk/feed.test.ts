import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListedProfile, WindowEvent } from '../../src-main/contract.ts';
import { listedProfile } from '../../src-main/contract/snapshotContract.ts';
import { windowEvent } from '../../src-main/contract/windowEvent.ts';
import { parseAccountId } from '../../src-main/core/arn.ts';
import { packRows, unpackRows } from '../../src-main/core/packedRows.ts';
import { createFeed } from '../../src-main/desk/feed.ts';
import { canary, quiet } from '../support/appOnFakes.ts';
import { emptyLive } from '../support/emptyLive.ts';
import { createHandClock } from '../support/handClock.ts';
import { createDeskOnFakes } from './deskOnFakes.ts';
import { until } from '../support/until.ts';

type RowsEvent = Extract<WindowEvent, { kind: 'rows' }>;

const isRows = (event: WindowEvent): event is RowsEvent => event.kind === 'rows';
const rowsOf = (events: readonly WindowEvent[]): RowsEvent[] => events.filter(isRows);
const livesIn = (events: readonly WindowEvent[]): WindowEvent[] => events.filter((event) => !isRows(event));
const rowsIn = ({ rows }: RowsEvent): ListedProfile[] => (typeof rows === 'number' ? [] : unpackRows(rows));
/** Everything that is on its way by itself has arrived. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function row(at: number): ListedProfile {
  const accountId = parseAccountId(String(100_000_000_000 + at));
  return {
    id: `id-${at}`,
    name: `p${at}`,
    kind: 'account-role',
    origin: 'corp',
    ssoSession: 'corp',
    accountId,
    accountName: null,
    roleName: 'A',
    labels: [],
    asksFirst: false,
  };
}

const { desk: idleDesk, shell, ...noSnapshot } = emptyLive;

/** A feed over a state that the test sets, with a clock that the test moves. */
function feedOf() {
  const clock = createHandClock();
  const state = { rows: [row(0)], version: 1, region: 'eu-west-1', looks: 0, fault: undefined as unknown };
  const desk = { ...idleDesk };
  const feed = createFeed({
    snapshot: async ({ rowsVersion }) => {
      state.looks += 1;
      if (state.fault !== undefined) throw state.fault as Error;
      const version = String(state.version);
      const live = { ...noSnapshot, region: state.region };
      return { live, rowsVersion: version, rows: rowsVersion === version ? null : state.rows };
    },
    deskState: () => desk,
    shellState: () => shell,
    clock,
    log: { write: () => undefined },
  });
  const stop = new AbortController();
  const running = feed.run(stop.signal);
  const listen = () => {
    const events: WindowEvent[] = [];
    return { events, leave: feed.subscribe((event) => events.push(event)) };
  };
  const end = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  return { clock, state, feed, listen, end };
}

describe('the feed', () => {
  let fed: ReturnType<typeof feedOf>;
  beforeEach(() => {
    fed = feedOf();
  });
  afterEach(() => fed.end());

  /** The feed has seen the rows that the test has set. */
  async function looked(): Promise<void> {
    fed.state.version += 1;
    fed.feed.poke();
    await fed.clock.pass(200);
  }

  it('gives a new listener what is known at once', async () => {
    await settled();
    const { events } = fed.listen();
    expect(events.map(({ kind }) => kind)).toEqual(['live', 'rows']);
  });

  it('sends rows only when the list changed', async () => {
    const { events } = fed.listen();
    await settled();
    fed.state.region = 'eu-central-1';
    fed.feed.poke();
    await fed.clock.pass(2000);
    expect(livesIn(events)).toHaveLength(2);
    expect(rowsOf(events)).toHaveLength(1);
    fed.state.rows = [row(0), row(1)];
    fed.state.version = 2;
    fed.feed.poke();
    await fed.clock.pass(2000);
    expect(rowsOf(events).map(({ total }) => total)).toEqual([1, 2]);
  });

  it('sends a list at most once a second, and the newest one in the end', async () => {
    const { events } = fed.listen();
    await settled();
    for (let at = 2; at <= 31; at += 1) {
      fed.state.version = at;
      fed.feed.poke();
      await fed.clock.pass(100);
    }
    expect(rowsOf(events).length).toBeLessThanOrEqual(4);
    await fed.clock.pass(1000);
    expect(rowsOf(events).at(-1)?.version).toBe('31');
  });

  it('sends 50,000 rows in chunks of at most 1,000, with a turn of the event loop between', async () => {
    fed.state.rows = Array.from({ length: 50_000 }, (_, at) => row(at));
    await looked();
    const { events } = fed.listen();
    await settled();
    expect(rowsOf(events)).toHaveLength(1);
    for (let turn = 0; turn < 60; turn += 1) await fed.clock.pass(0);
    const sent = rowsOf(events);
    expect(sent).toHaveLength(50);
    expect(sent.every((event) => rowsIn(event).length === 1000 && event.total === 50_000)).toBe(true);
    expect(sent.map(({ from }) => from)).toEqual(Array.from({ length: 50 }, (_, at) => at * 1000));
  });

  it('sends only the chunks that changed; of the others how long they are', async () => {
    fed.state.rows = Array.from({ length: 3_500 }, (_, at) => row(at));
    await looked();
    const { events } = fed.listen();
    for (let turn = 0; turn < 10; turn += 1) await fed.clock.pass(0);
    const changed = fed.state.rows.map((one, at) =>
      at === 1_700 ? { ...one, accountName: 'new' } : { ...one },
    );
    fed.state.rows = [...changed, row(3_500)];
    await looked();
    await fed.clock.pass(2000);
    for (let turn = 0; turn < 10; turn += 1) await fed.clock.pass(0);
    const sent = rowsOf(events).slice(4);
    expect(sent.map(({ rows }) => rows)).toEqual([1000, expect.any(String), 1000, expect.any(String)]);
    expect(sent.flatMap(rowsIn)).toEqual([...changed.slice(1000, 2000), ...fed.state.rows.slice(3000)]);
  });

  it('says that there are no rows, too', async () => {
    fed.state.rows = [];
    await looked();
    const { events } = fed.listen();
    await settled();
    expect(rowsOf(events).at(-1)).toMatchObject({ from: 0, total: 0, rows: packRows([]) });
  });

  it('sends nothing when nothing changed, and looks at most ten times a second', async () => {
    const { events } = fed.listen();
    await fed.clock.pass(200);
    const { looks } = fed.state;
    const sent = events.length;
    for (let at = 0; at < 100; at += 1) {
      fed.feed.poke();
      await fed.clock.pass(10);
    }
    expect(fed.state.looks - looks).toBeLessThanOrEqual(11);
    expect(events).toHaveLength(sent);
  });

  it('looks again every half minute: keys end with nobody telling', async () => {
    await fed.clock.pass(200);
    const { events } = fed.listen();
    await fed.clock.pass(200);
    fed.state.region = 'eu-north-1';
    await fed.clock.pass(30_000);
    expect(livesIn(events)).toHaveLength(2);
  });

  it('goes on after a look that failed, and after a listener that did', async () => {
    fed.feed.subscribe(() => {
      throw new Error('the window is gone');
    });
    const { events } = fed.listen();
    await settled();
    fed.state.fault = new Error('the disk is gone');
    fed.feed.poke();
    await fed.clock.pass(200);
    fed.state.fault = undefined;
    fed.state.region = 'eu-south-1';
    fed.feed.poke();
    await fed.clock.pass(200);
    expect(livesIn(events)).toHaveLength(2);
  });

  it('tells a listener that left nothing more', async () => {
    const { events, leave } = fed.listen();
    await settled();
    leave();
    const sent = events.length;
    fed.state.version = 2;
    fed.state.region = 'eu-west-3';
    fed.feed.poke();
    await fed.clock.pass(2000);
    expect(events).toHaveLength(sent);
  });
});

describe('the feed of the real App', () => {
  let fakes: Awaited<ReturnType<typeof createDeskOnFakes>>;
  beforeEach(async () => {
    fakes = await createDeskOnFakes();
  });
  afterEach(() => fakes.remove());

  async function signedIn(): Promise<void> {
    await fakes.desk.commands.beginSignIn({ ssoSession: 'corp' }, quiet);
    await until(() => {
      expect(fakes.desk.state()).toMatchObject({ signIns: [], syncs: [] });
      expect(fakes.feed.live()?.signIns[0]?.state).toBe('signed-in');
    });
  }

  it('sends only events that fit the contract, and no secret in any', async () => {
    const { events } = fakes.window();
    await signedIn();
    const profile = 'payments-prod.Admin';
    await fakes.app.startProfile({ profile }, quiet);
    await fakes.app.favourite({ profile, on: true }, quiet);
    await fakes.desk.commands.openConsole({ profile }, quiet);
    await until(() => {
      expect(fakes.feed.live()).toMatchObject({
        delivered: [{ name: profile }],
        recents: [{}],
        favourites: [{}],
      });
    });
    for (const event of events) expect(() => windowEvent.parse(event)).not.toThrow();
    const rows = rowsOf(events).flatMap(rowsIn);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(() => listedProfile.parse(row)).not.toThrow();
    const secrets = [
      canary,
      /access-\d/,
      /refresh-\d/,
      'device-code',
      'clientSecret',
      'user_code=',
      /key-\d/,
    ];
    for (const secret of secrets) expect(JSON.stringify(events)).not.toMatch(secret);
  });

  it('shows what another program did through the socket', async () => {
    const { events } = fakes.window();
    await signedIn();
    await fakes.app.startProfile({ profile: 'payments-prod.Admin' }, quiet);
    await until(() => {
      expect(livesIn(events).at(-1)).toMatchObject({ live: { delivered: [{ delivery: 'keys' }] } });
    });
    await fakes.app.stop({ all: true }, quiet);
    await until(() => {
      expect(livesIn(events).at(-1)).toMatchObject({ live: { delivered: [] } });
    });
  });

  it('shows rows while a sync goes on, and no second list within a second', async () => {
    await signedIn();
    fakes.identityCenter.accounts = Array.from({ length: 200 }, (_, index) => ({
      accountId: parseAccountId(String(200_000_000_000 + index)),
      accountName: `account-${index}`,
      roles: ['Admin'],
    }));
    const { events } = fakes.window();
    const seen: { readonly at: number; readonly total: number }[] = [];
    fakes.feed.subscribe((event) => {
      if (event.kind === 'rows' && event.from === 0) seen.push({ at: fakes.clock.now(), total: event.total });
    });
    // The clock does not stand still while the feed reads real files; the next account comes once it has read them.
    const { listAccountRoles } = fakes.identityCenter;
    fakes.identityCenter.listAccountRoles = async (...given) => {
      await fakes.looked();
      return listAccountRoles(...given);
    };
    await fakes.desk.commands.beginSync({ ssoSession: 'corp' }, quiet);
    await until(() => {
      expect(fakes.desk.state().syncs).toEqual([]);
      expect(fakes.feed.rows()).toHaveLength(200);
    });
    const partial = seen.filter(({ total }) => total > 1 && total < 200);
    expect(partial.length).toBeGreaterThan(2);
    for (const [index, { at }] of seen.slice(1).entries())
      expect(at - seen[index]!.at).toBeGreaterThanOrEqual(1000);
    expect(livesIn(events).some((event) => event.kind === 'live' && event.live.desk.syncs.length > 0)).toBe(
      true,
    );
  });
});
