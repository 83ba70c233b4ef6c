import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agentEnvironment } from '../../src-main/agent/agentEnvironment.ts';
import { agentPaths } from '../../src-main/agent/agentPaths.ts';
import { temporaryHome } from './support/temporaryHome.ts';

const onMac = process.platform === 'darwin';

describe('the home', () => {
  it.runIf(!onMac)('is $XDG_CONFIG_HOME/latchkey, else ~/.config/latchkey', () => {
    const { folder } = temporaryHome();
    expect(agentPaths({ HOME: folder }).home).toBe(join(folder, '.config/latchkey'));
    expect(agentPaths({ HOME: folder, XDG_CONFIG_HOME: join(folder, 'x') }).home).toBe(
      join(folder, 'x/latchkey'),
    );
    expect(agentPaths({ HOME: folder, XDG_CONFIG_HOME: 'relative' }).home).toBe(
      join(folder, '.config/latchkey'),
    );
  });

  it('is the one that LATCHKEY_HOME names, and has a socket of its own', () => {
    const { folder, environment } = temporaryHome();
    const other = agentPaths({ ...environment, LATCHKEY_HOME: join(folder, 'other') });
    expect(other.home).toBe(join(folder, 'other'));
    expect(other.socket).not.toBe(agentPaths(environment).socket);
  });

  it('is the same whichever link leads to it', () => {
    const { folder, environment, paths } = temporaryHome();
    symlinkSync(paths.home, join(folder, 'link'));
    expect(agentPaths({ ...environment, LATCHKEY_HOME: join(folder, 'link') })).toEqual(paths);
  });

  it.runIf(!onMac)('is not a named one when LATCHKEY_HOME names the person’s own', () => {
    const { folder, environment } = temporaryHome();
    const own = agentPaths({ ...environment, LATCHKEY_HOME: join(folder, '.config', 'latchkey') });
    expect(own.named).toBe(false);
    const hostile = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      LATCHKEY_SECRETS: 'memory',
      HTTPS_PROXY: 'http://127.0.0.1:1',
    };
    expect(Object.keys(agentEnvironment({ ...environment, ...hostile }, own, true))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/ENDPOINT|SECRETS|PROXY/)]),
    );
  });
});

describe('the socket’s place', () => {
  it('is in XDG_RUNTIME_DIR, else in a private folder of the temporary one', () => {
    const { folder, environment } = temporaryHome();
    expect(agentPaths(environment).socketFolder).toBe(join(folder, 'run/latchkey'));
    const without = { ...environment, XDG_RUNTIME_DIR: undefined, TMPDIR: folder };
    expect(agentPaths(without).socketFolder).toBe(join(folder, `latchkey-${process.getuid!()}`));
  });

  it('is not in a runtime folder that is somebody else’s or not there', () => {
    const { folder, environment } = temporaryHome();
    const gone = { ...environment, XDG_RUNTIME_DIR: join(folder, 'gone'), TMPDIR: folder };
    expect(agentPaths(gone).socketFolder).toBe(join(folder, `latchkey-${process.getuid!()}`));
  });

  it('is refused when its path is too long, before Node cuts it', () => {
    const { folder, environment } = temporaryHome();
    const long = join(folder, 'x'.repeat(80));
    mkdirSync(long);
    chmodSync(long, 0o700);
    expect(() => agentPaths({ ...environment, XDG_RUNTIME_DIR: long })).toThrow(
      expect.objectContaining({
        code: 'agent-unreachable',
        message: expect.stringContaining('too long') as string,
      }),
    );
  });
});

describe('the environment of a started agent', () => {
  const everything = {
    HOME: '/home/somebody',
    PATH: '/bin',
    LC_TIME: 'C',
    DISPLAY: ':0',
    NODE_OPTIONS: '--inspect',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    LD_PRELOAD: '/x.so',
    AWS_PROFILE: 'x',
    AWS_SECRET_ACCESS_KEY: 'example-secret',
    AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
    LATCHKEY_PASSPHRASE: 'words',
    PROJECT_TOKEN: 'example-secret',
  };

  it('holds what is on the list, and in a named home what tests and the demo need', () => {
    const { paths } = temporaryHome();
    expect(agentEnvironment(everything, paths, false)).toEqual({
      HOME: '/home/somebody',
      PATH: '/bin',
      LC_TIME: 'C',
      AWS_CA_BUNDLE: '/ca.pem',
      AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
      LATCHKEY_PASSPHRASE: 'words',
      LATCHKEY_HOME: paths.home,
    });
  });

  it('takes no endpoint, CA or store into the person’s own home', () => {
    const { paths } = temporaryHome();
    const own = { ...paths, named: false, homeVariable: undefined };
    expect(Object.keys(agentEnvironment(everything, own, false))).toEqual(['HOME', 'PATH', 'LC_TIME']);
  });

  it('holds a display only when somebody at a terminal started it', () => {
    const { paths } = temporaryHome();
    expect(agentEnvironment(everything, paths, true)).toHaveProperty('DISPLAY', ':0');
    expect(agentEnvironment(everything, paths, false)).not.toHaveProperty('DISPLAY');
  });
});
