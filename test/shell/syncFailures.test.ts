import { expect, it } from 'vitest';
import type { LiveView } from '../../src-main/contract.ts';
import { syncFailures } from '../../src-main/shell/syncFailures.ts';
import { emptyLive } from '../support/emptyLive.ts';

type Desk = LiveView['desk'];

function watch() {
  let tell = (): void => undefined;
  let { desk }: LiveView = emptyLive;
  const failed: string[] = [];
  const { begun } = syncFailures(
    {
      live: () => ({ desk }) as LiveView,
      onChange: (watcher) => {
        tell = watcher;
        return () => undefined;
      },
    },
    ({ message }) => failed.push(message),
  );
  const become = (now: Partial<Desk>): void => {
    desk = { ...desk, ...now };
    tell();
  };
  return { failed, begun, become };
}

const running = { syncs: [{ ssoSession: 'corp', done: 0, total: 0, roles: 0 }] };
const problem = (id: string): Desk['problems'][number] => ({
  id,
  about: 'sync',
  subject: 'corp',
  error: { code: 'offline', message: `${id} happened.`, hint: null, details: [] },
});

it('tells once how a sync failed that was begun in the tray', () => {
  const { failed, begun, become } = watch();
  become({ problems: [problem('old')] });
  begun('corp');
  become(running);
  expect(failed).toEqual([]);
  become({ syncs: [], problems: [problem('new')] });
  become({});
  expect(failed).toEqual(['new happened.']);
});

it('says nothing of a sync that was begun elsewhere, also after one of the tray went well', () => {
  const { failed, begun, become } = watch();
  become({ ...running, problems: [problem('window')] });
  begun('corp');
  become(running);
  become({ syncs: [], problems: [] });
  become(running);
  become({ syncs: [], problems: [problem('later')] });
  expect(failed).toEqual([]);
});
