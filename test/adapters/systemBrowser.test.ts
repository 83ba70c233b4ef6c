import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openInBrowser } from '../../src-main/adapters/systemBrowser.ts';

const folder = mkdtempSync(join(tmpdir(), 'lk-browser-'));
const seen = join(folder, 'seen');
for (const name of ['mine', 'xdg-open', 'open']) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "\${0##*/}" "$@" "$LATCHKEY_PASSPHRASE" > '${seen}'\n`);
  chmodSync(path, 0o700);
}
writeFileSync(join(folder, 'failing'), '#!/bin/sh\nexit 3\n');
chmodSync(join(folder, 'failing'), 0o700);

beforeEach(() => {
  writeFileSync(seen, '');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const link = 'https://example.test/start?a=1&b=$(touch%20x)#/c;d';
const surroundings = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux') => ({
  env: { PATH: `${folder}:/usr/bin:/bin`, LATCHKEY_PASSPHRASE: 'kept to ourselves', ...env },
  platform,
  opensLoopback: false,
});
const linesSeen = () => readFileSync(seen, 'utf8').split('\n').slice(0, -2);

describe('the browser', () => {
  it.each([
    ['mine', ['mine', link]],
    ['mine --new-window', ['mine', '--new-window', link]],
    ['mine --url=%s --quiet', ['mine', `--url=${link}`, '--quiet']],
    ['mine:other', ['mine', link]],
    ['', ['xdg-open', link]],
  ])('BROWSER=“%s” gets the link as it is, without a shell', async (browser, expected) => {
    await openInBrowser(link, surroundings({ BROWSER: browser }));
    expect(linesSeen()).toEqual(expected);
  });

  it('is what the system has where BROWSER is not set', async () => {
    await openInBrowser(link, surroundings({}, 'darwin'));
    expect(linesSeen()).toEqual(['open', link]);
  });

  it.each(['failing', 'no-such-browser'])('“%s” that cannot open is an error', async (browser) => {
    await expect(openInBrowser(link, surroundings({ BROWSER: browser }))).rejects.toThrow(browser);
  });

  it.each([
    'http://example.test/',
    'http://127.0.0.1:8080/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '--help',
    'not a link',
  ])('never gets %s', async (bad) => {
    await expect(openInBrowser(bad, surroundings({ BROWSER: 'mine' }))).rejects.toMatchObject({
      code: 'bad-input',
    });
    expect(readFileSync(seen, 'utf8')).toBe('');
  });

  it.each([
    ['http://127.0.0.1:8080/x', true],
    ['http://[::1]:8080/x', true],
    ['http://localhost:8080/x', true],
    ['http://127.0.0.1.example.test/', false],
    ['http://example.test/', false],
  ])('gets %s in a home for tests: %s', async (local, allowed) => {
    const opened = openInBrowser(local, { ...surroundings({ BROWSER: 'mine' }), opensLoopback: true });
    if (allowed) await opened;
    else await expect(opened).rejects.toMatchObject({ code: 'bad-input' });
    expect(linesSeen()).toEqual(allowed ? ['mine', local] : []);
  });
});
