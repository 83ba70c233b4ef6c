import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { createAgentServer } from '../../src-main/agent/server.ts';
import { systemClock } from '../../src-main/adapters/systemClock.ts';
import type { App, Call } from '../../src-main/app.ts';
import {
  type CommandName,
  contract,
  type Output,
  type ParsedInput,
  type Progress,
} from '../../src-main/contract.ts';
import { AppError } from '../../src-main/core/errors.ts';

interface Asked<Name extends CommandName> {
  readonly say: (said: Progress<Name>) => void;
  /** Settles when the caller goes away. */
  readonly gone: Promise<void>;
}

type Answers = {
  [Name in CommandName]?: (
    input: ParsedInput<Name>,
    call: Asked<Name>,
  ) => Output<Name> | Promise<Output<Name>>;
};

export interface FakeAgent {
  /** The environment of a command that shall find this agent. */
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  /** What was asked, in order: the command's name and its input. */
  readonly asked: (readonly [CommandName, unknown])[];
  answers: Answers;
  close(): Promise<void>;
}

/** The agent's own door with canned answers behind it. The door parses both by the contract, so they cannot lie. */
export async function fakeAgent(): Promise<FakeAgent> {
  const folder = mkdtempSync(join(tmpdir(), 'lk-'));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    LATCHKEY_HOME: join(folder, 'home'),
    LC_ALL: 'C.UTF-8',
  };
  const { script, socket, socketFolder } = agentPaths(env);
  const agent: FakeAgent = {
    env,
    folder,
    asked: [],
    answers: {},
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const door = createAgentServer({
    app: cannedApp(agent),
    clock: systemClock,
    log: { write: () => undefined },
    headless: true,
    script,
    version: '999.0.0',
  });
  mkdirSync(socketFolder, { mode: 0o700 });
  const server = door.open();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  chmodSync(socket, 0o600);
  return agent;
}

function cannedApp(agent: FakeAgent): App {
  const canned = (name: CommandName) => (input: unknown, call: Call) => {
    agent.asked.push([name, input]);
    const answer = agent.answers[name] as
      ((input: unknown, asked: Asked<CommandName>) => unknown) | undefined;
    if (answer === undefined) throw new AppError('internal', `The test has no answer for ${name}.`);
    const gone = new Promise<void>((resolve) => {
      call.signal.addEventListener('abort', () => {
        resolve();
      });
    });
    return answer(input, { say: call.progress, gone });
  };
  const names = Object.keys(contract) as CommandName[];
  return Object.fromEntries(names.map((name) => [name, canned(name)])) as unknown as App;
}
