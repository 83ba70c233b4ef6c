import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AgentPaths } from '../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../src-main/agent/client.ts';
import { publish } from '../../src-main/agent/publish.ts';
import { fakeApp } from './support/fakeApp.ts';
import { openDoor } from './support/openDoor.ts';
import { temporaryHome } from './support/temporaryHome.ts';
import { until } from '../support/until.ts';

async function answerWith(paths: AgentPaths, listener: RequestListener): Promise<void> {
  const published = await publish(createServer(listener), paths);
  onTestFinished(published.withdraw);
}

describe('a call to the agent', () => {
  it('brings the result', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    expect((await callAgent(paths, 'listProfiles', {})).profiles[0]?.accountId).toBe('000000000123');
  });

  it('brings progress in its order, before the result', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    const done: number[] = [];
    const { profiles } = await callAgent(paths, 'sync', {}, { onProgress: (said) => done.push(said.done) });
    expect([...done, profiles]).toEqual([1, 2, 5]);
  });

  it('throws the error that the agent answered, with its hint and details', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp());
    await expect(callAgent(paths, 'findProfile', { profile: 'Pay' })).rejects.toMatchObject({
      code: 'ambiguous-profile',
      hint: 'Name one of them.',
      details: ['Payments.Admin', 'Payroll.Admin'],
    });
  });

  it('throws an error that comes after progress', async () => {
    const { paths } = temporaryHome();
    const app = fakeApp({
      sync: (_, { progress }) => {
        progress({ kind: 'accounts', done: 1, total: 2, roles: 3 });
        return Promise.reject(new Error('x'));
      },
    });
    await openDoor(paths, app);
    await expect(callAgent(paths, 'sync', {})).rejects.toMatchObject({ code: 'internal' });
  });

  it('says that there is no agent', async () => {
    const { paths } = temporaryHome();
    await expect(callAgent(paths, 'status', {})).rejects.toMatchObject({ code: 'agent-unreachable' });
  });

  it('ends the work of the agent when it is aborted', async () => {
    const { paths } = temporaryHome();
    const calls: AbortSignal[] = [];
    const app = fakeApp({
      signIn: async (_, { signal }) => {
        calls.push(signal);
        return new Promise(() => undefined);
      },
    });
    await openDoor(paths, app);
    const stop = new AbortController();
    const called = callAgent(paths, 'signIn', {}, { signal: stop.signal });
    await until(() => {
      expect(calls).toHaveLength(1);
    });
    stop.abort(new Error('Ctrl-C'));
    await expect(called).rejects.toThrow('Ctrl-C');
    await until(() => {
      expect(calls[0]?.aborted).toBe(true);
    });
  });

  it('is not repeated by itself when the agent is lost after it began', async () => {
    const { paths } = temporaryHome();
    let times = 0;
    await answerWith(paths, (request, response) => {
      times += 1;
      response.writeProcessing();
      request.on('end', () => setImmediate(() => request.socket.destroy())).resume();
    });
    const start = { entry: '/nowhere', environment: {}, terminal: false };
    await expect(callAgent(paths, 'undo', {}, { start })).rejects.toMatchObject({
      code: 'agent-unreachable',
    });
    expect(times).toBe(1);
  });

  it('is repeated when the agent let go of it before it began', async () => {
    const { paths } = temporaryHome();
    let times = 0;
    await answerWith(paths, (request, response) => {
      times += 1;
      if (times === 1) request.socket.destroy();
      else response.end('{"result":{"profiles":[]}}\n');
    });
    const start = { entry: '/nowhere', environment: {}, terminal: false };
    await expect(callAgent(paths, 'listProfiles', {}, { start })).resolves.toEqual({ profiles: [] });
    expect(times).toBe(2);
  });

  it('takes an answer that stops in the middle for a lost agent', async () => {
    const { paths } = temporaryHome();
    await answerWith(paths, (_, response) => {
      response.write('{"progress":{}}\n{"resu', () => response.destroy());
    });
    await expect(callAgent(paths, 'sync', {})).rejects.toMatchObject({ code: 'agent-unreachable' });
  });

  it('asks an older agent to make way, and stays with it when it holds a secret', async () => {
    const { paths } = temporaryHome();
    const asked: unknown[] = [];
    const app = fakeApp({
      stopAgent: (input) => {
        asked.push(input);
        return Promise.resolve({ stopping: false });
      },
    });
    await openDoor(paths, app, { version: '1.0.0' });
    const start = { entry: '/nowhere', environment: {}, terminal: false, version: '1.1.0' };
    await expect(callAgent(paths, 'listProfiles', {}, { start })).resolves.toHaveProperty('profiles');
    expect(asked).toEqual([{ why: 'replace' }]);
  });

  it('stays with a newer agent', async () => {
    const { paths } = temporaryHome();
    await openDoor(paths, fakeApp(), { version: '1.1.0' });
    const start = { entry: '/nowhere', environment: {}, terminal: false, version: '1.0.0' };
    await expect(callAgent(paths, 'listProfiles', {}, { start })).resolves.toHaveProperty('profiles');
  });
});
