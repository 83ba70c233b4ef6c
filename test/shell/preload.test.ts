import { expect, it, vi } from 'vitest';

interface Bridge {
  readonly listen: (listener: (event: unknown) => unknown) => void;
}

const electron = vi.hoisted(() => ({
  sent: [] as string[],
  push: undefined as unknown as (event: unknown, pushed: unknown) => void,
  bridge: undefined as unknown as Bridge,
}));

vi.mock('electron', () => ({
  ipcRenderer: {
    on: (_channel: string, listener: typeof electron.push) => {
      electron.push = listener;
    },
    send: (channel: string) => electron.sent.push(channel),
  },
  contextBridge: {
    exposeInMainWorld: (_name: string, bridge: Bridge) => {
      electron.bridge = bridge;
    },
  },
}));

it('main hears of the page before its script runs, which then hears at once what came meanwhile, once', async () => {
  await import('../../src-main/shell/preload.ts');
  expect(electron.sent).toEqual(['latchkey:here']);
  const pushed = [
    { kind: 'live', live: 1 },
    { kind: 'live', live: 2 },
  ];
  for (const event of pushed) electron.push({}, event);
  const heard: unknown[] = [];
  electron.bridge.listen((event) => heard.push(event));
  expect(heard).toEqual(pushed);
  electron.push({}, { kind: 'summoned' });
  electron.bridge.listen(() => undefined);
  expect(heard).toEqual([...pushed, { kind: 'summoned' }]);
});
