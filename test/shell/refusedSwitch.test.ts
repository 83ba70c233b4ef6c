import { describe, expect, it } from 'vitest';
import { refusedSwitch } from '../../src-main/shell/refusedSwitch.ts';

const withSwitches = (...given: string[]) => ({
  hasSwitch: (name: string) => given.includes(name),
  isRoot: false,
});

describe('a packaged application', () => {
  it.each([
    'remote-debugging-port',
    'remote-debugging-pipe',
    'inspect',
    'inspect-brk',
    'load-extension',
    'proxy-server',
    'proxy-pac-url',
    'host-resolver-rules',
    'host-rules',
    'disable-web-security',
    'ignore-certificate-errors',
    'js-flags',
    'user-data-dir',
    'renderer-cmd-prefix',
    'gpu-launcher',
    'utility-cmd-prefix',
    'browser-subprocess-path',
    'enable-logging',
    'log-net-log',
  ])('does not run with --%s', (name) => {
    expect(refusedSwitch(withSwitches('hidden', name))).toBe(name);
    expect(refusedSwitch({ ...withSwitches(name), isRoot: true })).toBe(name);
  });

  it('does not run without its sandbox, but as root, where Chromium demands it', () => {
    expect(refusedSwitch(withSwitches('no-sandbox'))).toBe('no-sandbox');
    expect(refusedSwitch({ ...withSwitches('no-sandbox'), isRoot: true })).toBeUndefined();
  });

  it('runs with what a desktop and a login give it', () => {
    expect(refusedSwitch(withSwitches())).toBeUndefined();
    expect(refusedSwitch(withSwitches('hidden', 'ozone-platform', 'enable-features'))).toBeUndefined();
  });
});
