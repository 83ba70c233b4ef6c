import { onTestFinished } from 'vitest';
import type { App } from '../../../src-main/app.ts';
import type { AgentPaths } from '../../../src-main/agent/agentPaths.ts';
import { publish } from '../../../src-main/agent/publish.ts';
import { createAgentServer, type ServerOptions } from '../../../src-main/agent/server.ts';

export interface OpenDoor {
  /** What was logged, one line an event. */
  readonly logged: string[];
  readonly close: () => void;
}

/** The real server at the home's real socket, in this process. */
export async function openDoor(
  paths: AgentPaths,
  app: App,
  options: Partial<Omit<ServerOptions, 'app'>> = {},
): Promise<OpenDoor> {
  const logged: string[] = [];
  const server = createAgentServer({
    app,
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
    log: { write: (event, fields) => logged.push(JSON.stringify({ event, ...fields })) },
    headless: true,
    script: paths.script,
    ...options,
  });
  const published = await publish(server.open(), paths);
  const close = () => {
    server.abort();
    published.withdraw();
  };
  onTestFinished(close);
  return { logged, close };
}
