import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockHolder } from '../../src-main/agent/processLock.ts';
import { processStart } from '../../src-main/agent/processStart.ts';
import type { Aws } from '../aws/standIn.ts';

/** What a command left behind. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  readonly cwd?: string;
  /** Called with all of stderr so far whenever more came. */
  readonly onStderr?: (text: string) => void;
}

/** A throw-away home with the real, built command: its own HOME, LATCHKEY_HOME, runtime folder and AWS files. */
export interface TestHome {
  readonly folder: string;
  readonly home: string;
  readonly config: string;
  readonly credentials: string;
  /** The whole environment of the commands: nothing of the machine's but PATH. */
  readonly environment: Readonly<Record<string, string>>;
  latchkey(given: readonly string[], options?: RunOptions): Promise<Ran>;
  /** The same with `--json`, its stdout parsed. */
  json(
    given: readonly string[],
    options?: RunOptions,
  ): Promise<{ readonly code: number | null; readonly value: unknown }>;
  /** Another program in the same environment. */
  run(command: string, given: readonly string[], options?: RunOptions): Promise<Ran>;
  /** `sso add corp` and `login`, approved at the stand-in by `person`. */
  signIn(aws: Aws, person?: string): Promise<Ran>;
  /** Pid of the agent that owns this home now. */
  agentPid(): number | undefined;
  read(path: string): string | undefined;
  /** Ends the agent and removes everything. */
  dispose(): Promise<void>;
}

export interface HomeOptions {
  readonly aws?: Aws;
  readonly environment?: Readonly<Record<string, string>>;
  /** No variable names the home, as with a person's own. */
  readonly ordinary?: boolean;
}

export const command = join(import.meta.dirname, '../../out/main/latchkey.cjs');

export async function createTestHome(given: HomeOptions = {}): Promise<TestHome> {
  const folder = await mkdtemp(join(tmpdir(), 'lk-'));
  const runtime = join(folder, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const home = join(folder, given.ordinary === true ? '.config/latchkey' : 'latchkey');
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: folder,
    ...(given.ordinary !== true && { LATCHKEY_HOME: home, LATCHKEY_SECRETS: 'memory' }),
    XDG_RUNTIME_DIR: runtime,
    ...given.aws?.environment(),
    ...given.environment,
  };
  const run: TestHome['run'] = (program, args, options = {}) =>
    runProgram(program, args, environment, options);
  const latchkey: TestHome['latchkey'] = (args, options) =>
    run(process.execPath, [command, ...args], options);
  const agentPid: TestHome['agentPid'] = () =>
    lockHolder(join(environment['LATCHKEY_HOME'] ?? home, 'agent.lock'))?.pid;
  return {
    folder,
    home,
    config: join(folder, '.aws/config'),
    credentials: join(folder, '.aws/credentials'),
    environment,
    latchkey,
    run,
    agentPid,
    async json(args, options) {
      const { code, stdout, stderr } = await latchkey([...args, '--json'], options);
      try {
        return { code, value: JSON.parse(stdout) as unknown };
      } catch (cause) {
        throw new Error(`not one JSON document: ${stdout} (${stderr})`, { cause });
      }
    },
    async signIn(aws, person) {
      const { startUrl, region } = aws.organisation;
      await latchkey(['sso', 'add', 'corp', '--start-url', startUrl, '--region', region]);
      return latchkey(['login', 'corp', '--no-browser'], { onStderr: approveOnce(aws, person) });
    },
    read: (path) => (existsSync(path) ? readFileSync(path, 'latin1') : undefined),
    async dispose() {
      const pid = agentPid();
      await latchkey(['agent', 'stop']);
      if (pid !== undefined) await gone(pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Approves the code that a login shows, as the person at the browser would. */
export function approveOnce(aws: Aws, person?: string): (stderr: string) => void {
  let approved = false;
  return (stderr) => {
    const code = /^Code: (\S+)$/m.exec(stderr)?.[1];
    if (approved || code === undefined) return;
    approved = true;
    aws.approve(code, person);
  };
}

function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  { environment: more = {}, stdin = '', cwd, onStderr }: RunOptions,
): Promise<Ran> {
  const merged = Object.entries({ ...environment, ...more }).filter(([, value]) => value !== undefined);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: Object.fromEntries(merged),
      stdio: 'pipe',
      ...(cwd !== undefined && { cwd }),
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text;
        if (stream === 'stderr') onStderr?.(said.stderr);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...said });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}

async function gone(pid: number): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    // One that waits for an init to bury it has ended, too.
    if (processStart(pid) === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.kill(pid, 'SIGKILL');
}
