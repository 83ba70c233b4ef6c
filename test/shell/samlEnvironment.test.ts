import { expect, it } from 'vitest';
import { samlEnvironment } from '../../src-main/shell/saml/samlEnvironment.ts';

const folder = '/tmp/latchkey-sign-in-x';
const person = {
  HOME: '/home/me',
  PATH: '/usr/bin',
  DISPLAY: ':0',
  LANG: 'de_DE.UTF-8',
  LC_TIME: 'de_DE.UTF-8',
  XDG_RUNTIME_DIR: '/run/user/1000',
  WAYLAND_DISPLAY: 'wayland-0',
  DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
  SSH_AUTH_SOCK: '/run/user/1000/ssh',
  AWS_PROFILE: 'prod',
  AWS_SECRET_ACCESS_KEY: 'x',
  LATCHKEY_HOME: '/home/me/.latchkey',
  LATCHKEY_PASSPHRASE: 'x',
  NODE_OPTIONS: '--require x',
  ELECTRON_RUN_AS_NODE: '1',
  HTTPS_PROXY: 'http://me:secret@proxy',
  SSLKEYLOGFILE: '/tmp/keys',
  CHROME_LOG_FILE: '/tmp/log',
};

it('a company sign-in knows of the person’s environment what its window needs, and nothing else', () => {
  expect(samlEnvironment(person, folder)).toEqual({
    DISPLAY: ':0',
    LANG: 'de_DE.UTF-8',
    LC_TIME: 'de_DE.UTF-8',
    HOME: folder,
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    XAUTHORITY: '/home/me/.Xauthority',
    WAYLAND_DISPLAY: '/run/user/1000/wayland-0',
  });
});

it('it finds the display where the person’s environment names it', () => {
  const named = { ...person, XAUTHORITY: '/run/x', WAYLAND_DISPLAY: '/run/w' };
  expect(samlEnvironment(named, folder)).toMatchObject({ XAUTHORITY: '/run/x', WAYLAND_DISPLAY: '/run/w' });
});
