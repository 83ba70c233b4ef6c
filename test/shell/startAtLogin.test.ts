import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { desktopEntry } from '../../src-main/shell/login/desktopEntry.ts';
import { createStartAtLogin, type LoginChoice } from '../../src-main/shell/login/startAtLogin.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { until } from '../support/until.ts';

const yes = { startAtLogin: true, startHidden: true };
const no = { startAtLogin: false, startHidden: true };

/** A person's folder for what starts at login, and the application that follows the settings. */
async function person(named = false) {
  const folder = await temporaryFolder();
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const login = (command = ['/opt/Latchkey/latchkey-desktop']) => {
    let changes = 0;
    const made = createStartAtLogin({
      paths: {
        home: join(folder, 'latchkey'),
        named,
        homeVariable: named ? { name: 'LATCHKEY_HOME', value: join(folder, 'latchkey') } : undefined,
      },
      environment: { HOME: '/nowhere', XDG_CONFIG_HOME: folder },
      command,
      setLoginItem: () => undefined,
      log: { write: () => undefined },
      changed: () => (changes += 1),
    });
    const choose = async (choice: LoginChoice) => {
      const before = changes;
      made.follow(choice);
      await until(() => {
        expect(changes).toBeGreaterThan(before);
      });
      return made.trouble();
    };
    return { ...made, choose };
  };
  const autostart = join(folder, 'autostart');
  const files = () => readdirSync(autostart);
  const entry = () => readFileSync(join(autostart, 'latchkey.desktop'), 'utf8');
  return { folder, autostart, login, files, entry, path: join(autostart, 'latchkey.desktop') };
}

describe.runIf(process.platform === 'linux')('starting at login', () => {
  it('writes one entry for the desktop, and takes it away again', async () => {
    const { login, files, entry } = await person();
    const { choose } = login();
    expect(await choose(yes)).toBeNull();
    expect(files()).toEqual(['latchkey.desktop']);
    expect(entry()).toContain('\nExec="/opt/Latchkey/latchkey-desktop" "--hidden"\n');
    expect(await choose({ ...yes, startHidden: false })).toBeNull();
    expect(entry()).toContain('\nExec="/opt/Latchkey/latchkey-desktop"\n');
    expect(await choose(no)).toBeNull();
    expect(files()).toEqual([]);
  });

  it('writes nothing, not even a folder, for who never asked for it', async () => {
    const { login, folder } = await person();
    expect(await login().choose(no)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('follows an application that moved', async () => {
    const { login, entry } = await person();
    await login().choose(yes);
    await login(['/home/ana/Latchkey 2.AppImage']).choose(yes);
    expect(entry()).toContain('\nExec="/home/ana/Latchkey 2.AppImage" "--hidden"\n');
  });

  it('keeps homes apart, and starts each with its own', async () => {
    const { login, files, autostart, folder } = await person(true);
    await login().choose(yes);
    const [name = ''] = files();
    expect(name).toMatch(/^latchkey-[0-9a-f]{16}\.desktop$/);
    expect(readFileSync(join(autostart, name), 'utf8')).toContain(`"env" "LATCHKEY_HOME=${folder}/latchkey"`);
  });

  it('never touches a file that is not ours, and says so', async () => {
    const { login, autostart, path } = await person();
    mkdirSync(autostart);
    writeFileSync(path, '[Desktop Entry]\nExec=other\n');
    const { choose } = login();
    expect(await choose(yes)).toBe(`${path} is not Latchkey’s, and was left as it is.`);
    expect(await choose(no)).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe('[Desktop Entry]\nExec=other\n');
  });

  it('never touches a link, which is somebody’s own way of keeping the file', async () => {
    const { login, autostart, path, folder } = await person();
    const kept = join(folder, 'kept');
    const text = desktopEntry(['/elsewhere/latchkey-desktop']);
    mkdirSync(autostart);
    writeFileSync(kept, text);
    symlinkSync(kept, path);
    const { choose } = login();
    expect(await choose(yes)).toMatch(/was left as it is/);
    expect(await choose(no)).toBeNull();
    expect([readlinkSync(path), readFileSync(kept, 'utf8')]).toEqual([kept, text]);
  });

  it('leaves it off where the person switched it off with the desktop’s own tool', async () => {
    const { login, path, entry } = await person();
    await login().choose(yes);
    const off = entry().replace('enabled=true', 'enabled=false');
    writeFileSync(path, off);
    expect(await login().choose(yes)).toMatch(/switched Latchkey off/);
    expect(entry()).toBe(off);
  });

  it('says why the entry cannot be written', async () => {
    const { login, autostart } = await person();
    writeFileSync(autostart, 'a file in the place of the folder');
    expect(await login().choose(yes)).toMatch(/cannot be written: /);
  });
});

describe('an entry of a desktop', () => {
  const odd = ['/opt/a b/$HOME `id` "q" \\ 100%', '--hidden'];

  it('quotes what the specification quotes', () => {
    expect(desktopEntry(odd)).toContain(
      '\nExec="/opt/a b/\\\\$HOME \\\\`id\\\\` \\\\"q\\\\" \\\\\\\\ 100%%" "--hidden"\n',
    );
  });

  it('is read by GLib as the words that were written', () => {
    const script = `import sys
from gi.repository import GLib
file = GLib.KeyFile.new()
text = sys.stdin.read()
file.load_from_data(text, len(text.encode()), GLib.KeyFileFlags.NONE)
print(GLib.shell_parse_argv(file.get_string("Desktop Entry", "Exec"))[1])`;
    const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', script], {
      input: desktopEntry(odd),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    // A % is a field code's until the desktop has read it.
    expect(stdout.trim()).toBe(`['/opt/a b/$HOME \`id\` "q" \\\\ 100%%', '--hidden']`);
  });
});
