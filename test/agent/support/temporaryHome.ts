import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from '../../support/until.ts';
import { agentPaths, type AgentPaths } from '../../../src-main/agent/agentPaths.ts';

export interface TemporaryHome {
  readonly folder: string;
  readonly environment: Record<string, string>;
  readonly paths: AgentPaths;
}

/**
 * A named home and a runtime folder of one test, gone after it: an agent that was started beside another may leave its
 * mark there while it is removed, so it is removed until it is.
 */
export function temporaryHome(name = 'home'): TemporaryHome {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lk-')));
  onTestFinished(() =>
    until(() => {
      rmSync(folder, { recursive: true, force: true });
    }),
  );
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    LATCHKEY_HOME: join(folder, name),
    XDG_RUNTIME_DIR: join(folder, 'run'),
  };
  mkdirSync(environment.LATCHKEY_HOME, { mode: 0o700 });
  mkdirSync(environment.XDG_RUNTIME_DIR, { mode: 0o700 });
  return { folder, environment, paths: agentPaths(environment) };
}
