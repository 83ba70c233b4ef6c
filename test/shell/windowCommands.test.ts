/** Everything behind the window's door, with the real App and the real desk: whatever the page sends, an answer comes. */
import { fc } from '../support/fc.ts';
import type { IpcMainInvokeEvent } from 'electron';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { windowContract, type Shape } from '../../src-main/contract.ts';
import { createDesk } from '../../src-main/desk/desk.ts';
import type { Commands } from '../../src-main/door/runCommand.ts';
import { answerCall } from '../../src-main/shell/ipc.ts';
import { canary, createAppOnFakes } from '../support/appOnFakes.ts';
import { noSources } from '../support/noSources.ts';

type Event = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/** In each round every command gets one. */
const rounds = 400;

let behind: Awaited<ReturnType<typeof createAppOnFakes>>;
let commands: Commands;
const opened: string[] = [];
const faults: unknown[] = [];
const log = {
  write: (name: string, fields?: unknown) => {
    if (name === 'agent.fault') faults.push(fields);
  },
};

beforeAll(async () => {
  behind = await createAppOnFakes();
  const { app } = behind;
  const desk = createDesk(
    {
      app,
      log,
      clock: behind.clock,
      platform: 'linux',
      browsers: { installed: async () => [] },
      openPage: async (link) => {
        opened.push(link);
      },
      copy: async () => undefined,
      ...noSources,
    },
    () => undefined,
  );
  commands = { ...app, ...desk.commands, hideWindow: async () => ({}) } as unknown as Commands;
});
afterAll(() => behind.remove());

const page = (): Event => {
  const mainFrame = { url: 'app://latchkey/index.html', parent: null };
  const sender = { mainFrame, once: () => undefined, on: () => undefined };
  return { sender, senderFrame: mainFrame } as unknown as Event;
};

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.constantFrom(
    ...[
      '__proto__',
      'constructor',
      'toString',
      'corp',
      '../../etc/passwd',
      '/etc/passwd',
      '\u0000',
      '\n[default]',
    ],
    ...[
      'a'.repeat(5000),
      '-',
      '--help',
      '$(id)',
      ']',
      '12-digits',
      '123456789012/Admin',
      'https://evil.example/',
    ],
  ),
);
const hostileValue = fc.oneof(
  hostileText,
  fc.boolean(),
  fc.double(),
  fc.constantFrom(null, undefined, [], {}, Number.MAX_SAFE_INTEGER, -1),
  fc.anything({ maxDepth: 2 }),
);
const polluting = fc.constantFrom(
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object,
);

/** Members that the command knows, with whatever in them; and things that no command knows. */
function inputOf(shape: Shape): fc.Arbitrary<unknown> {
  const known = Object.keys('shape' in shape.input ? (shape.input.shape as object) : { profile: 0, all: 0 });
  const filled = fc.dictionary(fc.constantFrom(...known, 'profile', 'more'), hostileValue, { maxKeys: 6 });
  return fc.oneof({ weight: 6, arbitrary: filled }, polluting, fc.anything({ withNullPrototype: true }));
}

it(
  'answers whatever is sent to any command with a result or an error of the contract',
  { timeout: 60_000 },
  async () => {
    const shapes = Object.entries<Shape>(windowContract).filter(([, { doors }]) => doors.includes('window'));
    // It waits for a person, who is not there.
    const asked = shapes.filter(([name]) => name !== 'signIn');
    const each = fc.tuple(...asked.map(([, shape]) => inputOf(shape)));
    await fc.assert(
      fc.asyncProperty(each, async (inputs) => {
        const answers = await Promise.all(
          inputs.map((input, at) => answerCall({ commands, log }, page(), asked[at]?.[0], input)),
        );
        for (const answer of answers) {
          if ('error' in answer)
            expect(Object.keys(answer.error).sort()).toEqual(['code', 'details', 'hint', 'message']);
          else expect(Object.keys(answer)).toEqual(['result']);
        }
        expect(JSON.stringify(answers)).not.toContain(canary);
      }),
      { numRuns: rounds },
    );
    expect(rounds * asked.length).toBeGreaterThanOrEqual(10_000);
    expect(faults).toEqual([]);
    expect(opened).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  },
);
