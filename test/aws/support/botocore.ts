import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface BotocoreCall {
  readonly service: 'sso-oidc' | 'sso' | 'sts' | 'iam';
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly region: string;
  /** Left out: botocore takes it from the environment, from version 1.31 on. */
  readonly endpoint?: string;
  readonly keys?: unknown;
}

export interface BotocoreAnswer {
  /** What botocore made of the answer. */
  readonly ok?: Record<string, unknown>;
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
}

export interface Botocore {
  call(call: BotocoreCall): Promise<BotocoreAnswer>;
  close(): void;
}

/** The Pythons of this machine that have a botocore, with its version. */
export function findBotocores(): { readonly python: string; readonly version: string }[] {
  const found = ['python3', '/usr/bin/python3'].flatMap((python) => {
    const { status, stdout } = spawnSync(python, ['-c', 'import botocore; print(botocore.__version__)'], {
      encoding: 'utf8',
    });
    return status === 0 ? [{ python, version: stdout.trim() }] : [];
  });
  return found.filter(
    ({ version }, index) => found.findIndex((other) => other.version === version) === index,
  );
}

/** One Python process for many calls: importing botocore takes half a second. */
export function startBotocore(python: string, environment: Readonly<Record<string, string>> = {}): Botocore {
  const child = spawn(python, [new URL('callBotocore.py', import.meta.url).pathname], {
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    call: async (call) => {
      child.stdin.write(`${JSON.stringify(call)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error('the Python process ended');
      return JSON.parse(line.value) as BotocoreAnswer;
    },
    close: () => {
      child.kill();
    },
  };
}
