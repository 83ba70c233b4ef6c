/** What a page that somebody got a script into could do: nothing that leaves it. Rows are those of the threat model. */
import { readFileSync } from 'node:fs';
import { eventually } from './eventually.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisation } from '../../aws/organisation.ts';
import { canariesOf, secretsOf } from '../../support/canaries.ts';
import { scriptPayloads } from './payloads.ts';
import { setStage } from './stage.ts';
import { stringsInHeap } from './stringsInHeap.ts';
import { grid, rows, searchBox, signInByCommand } from './steps.ts';
import { setTrap, type Trap } from './trap.ts';

declare global {
  interface Window {
    /** Set by a script that ran although it must not. */
    ran?: unknown;
    /** Stays as long as the page does. */
    sameDocument?: boolean;
  }
}

/** Every account is called by a script; AWS lets names be almost anything. */
const hostileOrganisation = organisation({
  accounts: scriptPayloads.map((name, index) => ({ id: String(400_000_000_000 + index), name })),
  permissionSets: [{ name: 'ReadOnly', sessionHours: 1 }],
  people: ['ada@example.com'],
  assignments: scriptPayloads.map((_, index) => [
    'ada@example.com',
    String(400_000_000_000 + index),
    'ReadOnly',
  ]),
});

const stage = setStage({
  aws: { organisations: [hostileOrganisation], behaviour: { portalRate: null } },
  // Electron warns, some time later, of the empty frames that are made here; elsewhere its warnings fail a test.
  environment: { ELECTRON_DISABLE_SECURITY_WARNINGS: 'true' },
});

/** The page's console says what was refused; here that is the point. */
const refusals = () => stage.application.complaints.splice(0);

async function nothingRan(): Promise<void> {
  expect(await stage.page.evaluate(() => window.ran)).toBeUndefined();
}

/** Types every payload into the field as fast as it takes them, each as its last word. */
async function typeAll(field: ReturnType<typeof searchBox>): Promise<void> {
  await field.waitFor();
  await field.evaluate(async (element, payloads) => {
    const input = element as HTMLInputElement;
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    for (const [index, payload] of payloads.entries()) {
      set?.set?.call(input, payload);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
      if (index % 10 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, scriptPayloads);
  await nothingRan();
}

/** The same in all text fields that are shown now, at once; each has its own text again then. @returns their number */
async function typeInEveryField(): Promise<number> {
  const number = await stage.page.evaluate(async (payloads) => {
    // A search takes fields away.
    const texts =
      'input:is(:not([type]), [type=text], [type=url], [type=password]):not([role=searchbox]), textarea';
    const fields = [...document.querySelectorAll<HTMLInputElement>(texts)].filter((field) =>
      field.checkVisibility(),
    );
    const type = (field: HTMLInputElement, text: string) => {
      const { prototype } = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
      Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text);
      for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    const before = fields.map(({ value }) => value);
    for (const [index, payload] of payloads.entries()) {
      for (const field of fields) type(field, payload);
      if (index % 10 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    for (const [index, field] of fields.entries()) type(field, before[index] ?? '');
    return fields.length;
  }, scriptPayloads);
  await nothingRan();
  return number;
}

describe('a text is never a script (row 1)', () => {
  it.each(['Start URL', 'Name', 'Region'])('in the field %s of the first run', async (name) => {
    await typeAll(stage.page.getByLabel(name, { exact: true }));
  });

  it('as the name of an account', async () => {
    const { page, application, aws } = stage;
    await page.reload();
    await signInByCommand(application, aws);
    await searchBox(page).fill('onerror');
    await eventually(() => rows(page).first().textContent()).toContain('onerror');
    await searchBox(page).fill('');
    await grid(page).evaluate(async (element) => {
      const scroller = [element, ...element.querySelectorAll('*'), element.parentElement ?? element].find(
        (one) => one.scrollHeight > one.clientHeight + 50,
      );
      for (let at = 0; scroller && at < scroller.scrollHeight; at += 300) {
        scroller.scrollTop = at;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    await nothingRan();
    expect(await page.locator('[onerror],[onload],iframe,object,script:not([src])').count()).toBe(0);
  });

  it('in the search', async () => {
    await typeAll(searchBox(stage.page));
    await searchBox(stage.page).fill('');
  });

  it('in any field of the settings', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Proxy', { exact: true }).waitFor();
    expect(await typeInEveryField()).toBeGreaterThan(6);
    await typeAll(page.getByRole('searchbox', { name: 'Search settings' }));
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('');
    await page.getByRole('button', { name: 'Journal', exact: true }).click();
    await page.getByRole('heading', { name: 'Journal' }).waitFor();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  });

  it('in any form that adds access', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Add access' }).click();
    const question = page.getByRole('heading', { name: 'How do you sign in at work?' });
    await question.waitFor();
    const ways = await page.getByRole('button', { name: /^With / }).all();
    expect(ways.length).toBeGreaterThan(3);
    for (const way of ways) {
      await way.click();
      await question.waitFor({ state: 'detached' });
      expect(await typeInEveryField()).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Back', exact: true }).click();
      await question.waitFor();
    }
    await page.keyboard.press('Escape');
  });

  it('in a role chain', async () => {
    const { page } = stage;
    await rows(page).last().click();
    await page.getByRole('button', { name: 'New role chain from here…' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    expect(await typeInEveryField()).toBeGreaterThan(6);
    await page.getByRole('button', { name: 'Cancel' }).first().click();
    await grid(page).waitFor();
  });

  it('and what would make one of it throws or is refused', async () => {
    const { page } = stage;
    const outcome = await page.evaluate(async () => {
      const tried: Record<string, string> = {};
      const attempt = (name: string, act: () => unknown) => {
        try {
          act();
          tried[name] = 'done';
        } catch (error) {
          tried[name] = (error as Error).name;
        }
      };
      // In a task of its own: what a debugger evaluates may evaluate, too.
      await new Promise<void>((resolve) => setTimeout(resolve));
      await new Promise<void>((resolve) =>
        setTimeout(() => {
          attempt(
            'innerHTML',
            () => (document.body.lastElementChild!.innerHTML = '<img src=x onerror="ran=1">'),
          );
          attempt('insertAdjacentHTML', () => {
            document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
          });
          attempt('document.write', () => {
            // eslint-disable-next-line @typescript-eslint/no-deprecated
            document.write('<script>ran=1</script>');
          });
          attempt('eval', () => (0, eval)('window.ran=1'));
          // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
          attempt('Function', () => new Function('window.ran=1')());
          // eslint-disable-next-line @typescript-eslint/no-implied-eval
          attempt('setTimeout', () => setTimeout('window.ran=1'));
          attempt('script.text', () => (document.createElement('script').text = 'window.ran=1'));
          attempt('a policy of its own', () => {
            (
              window as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => void } }
            ).trustedTypes.createPolicy('mine', { createHTML: (text: string) => text });
          });
          const script = document.createElement('script');
          attempt('inline script', () => {
            script.append('window.ran=1');
            document.body.append(script);
          });
          script.remove();
          const link = document.createElement('a');
          link.href = 'javascript:window.ran=1';
          document.body.append(link);
          link.click();
          link.remove();
          setTimeout(resolve, 0);
        }),
      );
      return tried;
    });
    expect(outcome).toMatchObject({
      innerHTML: 'TypeError',
      insertAdjacentHTML: 'TypeError',
      'document.write': 'TypeError',
      eval: 'EvalError',
      Function: 'EvalError',
      'script.text': 'TypeError',
      'a policy of its own': 'TypeError',
    });
    await nothingRan();
    expect(refusals().length).toBeGreaterThan(3);
  });
});

describe('the page reads no file (row 2)', () => {
  const files = ['package.json', 'out/shell/main.cjs', 'etc/passwd', 'index.html/../../shell/main.cjs'];
  const climbs = [
    '../',
    '..%2f',
    '%2e%2e/',
    '%2e%2e%2f',
    '..\\',
    '..%5c',
    '%252e%252e%252f',
    '....//',
    '.%00./',
    '/',
  ];

  it('not by forty spellings of a path', async () => {
    const addresses = climbs.flatMap((climb) =>
      files.map((file) => `app://latchkey/${climb.repeat(6)}${file}`),
    );
    expect(addresses).toHaveLength(40);
    expect(await stage.page.evaluate(answersTo, addresses)).toEqual(addresses.map(() => 404));
    refusals();
  });

  it('not from the disk, and not from another host of the scheme', async () => {
    const addresses = [
      'file:///etc/passwd',
      'file://localhost/etc/passwd',
      'app://other/index.html',
      'app://latchkey.evil/index.html',
      'filesystem:app://latchkey/temporary/x',
      'chrome://version',
      'devtools://devtools/bundled/inspector.html',
    ];
    expect(await stage.page.evaluate(answersTo, addresses)).toEqual(addresses.map(() => 'refused'));
    refusals();
  });

  /** In the page: the status of each, or that there was no answer. */
  const answersTo = (addresses: string[]) =>
    Promise.all(
      addresses.map((address) =>
        fetch(address).then(
          ({ status }) => status,
          () => 'refused',
        ),
      ),
    );
});

describe('the page reaches nobody', () => {
  let trap: Trap;
  beforeAll(async () => {
    trap = await setTrap();
  });
  afterAll(() => trap.close());

  it('by any way that a page has (row 3)', async () => {
    const { page } = stage;
    const tried = await page.evaluate(tellTheWorld, trap.port);
    expect(tried).toBeGreaterThan(25);
    await trap.settle();
    expect(trap.hits).toEqual([]);
    refusals();
  });

  it('so that Chromium runs no process for a network', () => {
    const commandLines = stage.application
      .pids()
      .map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
    expect(commandLines.filter((words) => words.includes('--type=renderer'))).toHaveLength(1);
    expect(commandLines.filter((words) => words.includes('network.mojom.NetworkService'))).toEqual([]);
  });

  it('and leads nowhere else (row 7)', async () => {
    const { page, application } = stage;
    const before = page.url();
    await page.evaluate(() => (window.sameDocument = true));
    const links = application.browser.links();
    for (const way of waysAway) {
      for (const target of [`http://127.0.0.1:${trap.port}/`, 'file:///etc/passwd', 'data:text/html,x']) {
        await page.evaluate(way, target).catch(() => undefined);
        const windows = await application.electron.evaluate(
          ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
        );
        expect({ way: String(way), target, url: page.url(), windows }).toMatchObject({
          url: before,
          windows: 1,
        });
      }
    }
    await dropFile(before);
    expect(await page.evaluate(() => window.sameDocument)).toBe(true);
    await trap.settle();
    expect(trap.hits).toEqual([]);
    expect(application.browser.links()).toEqual(links);
    refusals();
  });

  /** A file that is dropped onto a page is opened by it, unless somebody minds. */
  async function dropFile(before: string): Promise<void> {
    const { page } = stage;
    const developer = await page.context().newCDPSession(page);
    const data = {
      items: [{ mimeType: 'text/uri-list', data: 'file:///etc/passwd' }],
      files: ['/etc/passwd'],
      dragOperationsMask: 1,
    };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await developer.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
    await developer.detach();
    expect(await page.evaluate(() => window.location.href)).toBe(before);
  }
});

it('every permission is denied (row 8)', async () => {
  const { page } = stage;
  const answers = await page.evaluate(async (names) => {
    const states: Record<string, string> = {};
    for (const name of names) {
      states[name] = await navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'unknown',
      );
    }
    const refusedBy = async (ask: () => Promise<unknown>) =>
      ask().then(
        () => 'granted',
        () => 'refused',
      );
    states['ask: notification'] = await Notification.requestPermission();
    states['ask: media'] = await refusedBy(() => navigator.mediaDevices.getUserMedia({ audio: true }));
    states['ask: screen'] = await refusedBy(() => navigator.mediaDevices.getDisplayMedia());
    states['ask: place'] = await refusedBy(
      () =>
        new Promise((resolve, reject) => {
          navigator.geolocation.getCurrentPosition(resolve, reject);
        }),
    );
    states['ask: clipboard'] = await refusedBy(() => navigator.clipboard.readText());
    states['ask: midi'] = await refusedBy(() => navigator.requestMIDIAccess({ sysex: true }));
    return states;
  }, permissionNames);
  const granted = Object.entries(answers).filter(
    ([, state]) => !['denied', 'refused', 'unknown'].includes(state),
  );
  expect(granted).toEqual([]);
  expect(Object.values(answers).filter((state) => state === 'denied').length).toBeGreaterThan(8);
  refusals();
});

it('the page’s memory holds no secret after all that it showed (row 6)', async () => {
  const { page, aws, home, application } = stage;
  const profile = ((await home.json(['list'])).value as { profiles: { name: string }[] }).profiles[0]!.name;
  await home.latchkey(['start', profile]);
  await page.evaluate((name) => window.latchkey.call('openConsole', { profile: name }), profile);
  await application.browser.next();
  const control = 'a-control-that-the-page-was-given-0123456789';
  await page.evaluate((text) => {
    Object.assign(window, { kept: text });
  }, control);
  const strings = await stringsInHeap(page);
  const secrets = secretsOf(aws);
  expect([...new Set(secrets.map(({ kind }) => kind))].sort()).toEqual([
    'SigninToken',
    'accessToken',
    'clientSecret',
    'deviceCode',
    'refreshToken',
    'secretAccessKey',
    'sessionToken',
  ]);
  expect(canariesOf([{ kind: 'control', value: control }]).inText('heap', strings)).not.toEqual([]);
  expect(canariesOf(secrets).inText('heap', strings)).toEqual([]);
});

const permissionNames = [
  ...[
    'geolocation',
    'notifications',
    'push',
    'midi',
    'camera',
    'microphone',
    'background-sync',
    'background-fetch',
  ],
  ...['persistent-storage', 'clipboard-read', 'clipboard-write', 'payment-handler', 'idle-detection', 'nfc'],
  ...['periodic-background-sync', 'screen-wake-lock', 'storage-access', 'window-management', 'local-fonts'],
  ...[
    'display-capture',
    'accelerometer',
    'gyroscope',
    'magnetometer',
    'ambient-light-sensor',
    'speaker-selection',
  ],
];

/** In the page: each leads to the target where nobody minds. */
const waysAway: readonly ((target: string) => unknown)[] = [
  (target) => (window.location.href = target),
  (target) => {
    window.location.assign(target);
  },
  (target) => {
    window.location.replace(target);
  },
  (target) => window.open(target) === null,
  (target) => window.open(target, '_self') === null,
  (target) => window.open(target, 'named', 'popup') === null,
  (target) => {
    const link = Object.assign(document.createElement('a'), { href: target });
    document.body.append(link);
    link.click();
    link.remove();
  },
  (target) => {
    const link = Object.assign(document.createElement('a'), { href: target, target: '_blank' });
    document.body.append(link);
    link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }));
    link.dispatchEvent(new MouseEvent('click', { button: 1, bubbles: true }));
    link.dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true }));
    link.remove();
  },
  (target) => {
    const link = Object.assign(document.createElement('a'), { href: target, download: 'x' });
    document.body.append(link);
    link.click();
    link.remove();
  },
  (target) => {
    for (const method of ['get', 'post']) {
      const form = Object.assign(document.createElement('form'), { action: target, method });
      document.body.append(form);
      form.submit();
      form.remove();
    }
  },
  (target) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'refresh';
    meta.content = `0;url=${target}`;
    document.head.append(meta);
    meta.remove();
  },
  (target) => {
    const frame = document.createElement('iframe');
    frame.name = 'inner';
    document.body.append(frame);
    const inner = frame.contentDocument!;
    const link = Object.assign(inner.createElement('a'), { href: target, target: '_top' });
    inner.body.append(link);
    link.click();
    frame.remove();
  },
  (target) => {
    const frame = Object.assign(document.createElement('iframe'), { src: target });
    document.body.append(frame);
    frame.remove();
  },
];

/** In the page: everything that makes a browser send something. Comes back with the number of ways, once each has failed or ended. */
async function tellTheWorld(port: number): Promise<number> {
  const host = `127.0.0.1:${port}`;
  const web = `http://${host}/?secret`;
  const ways: (() => unknown)[] = [];
  const element = (name: string, members: object, parent: Element = document.body) => {
    ways.push(
      () =>
        new Promise<void>((resolve) => {
          const made = Object.assign(document.createElement(name), members);
          made.addEventListener('error', () => {
            resolve();
          });
          made.addEventListener('load', () => {
            resolve();
          });
          parent.append(made);
          // Not every element says that it was refused.
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              made.remove();
              resolve();
            }),
          );
        }),
    );
  };
  ways.push(
    () => fetch(web),
    () => fetch(web, { mode: 'no-cors', method: 'POST', body: 'x', keepalive: true }),
    () => fetch(`https://${host}/`),
    () =>
      new Promise<void>((resolve) => {
        const request = new XMLHttpRequest();
        request.onloadend = () => {
          resolve();
        };
        request.open('GET', web);
        request.send();
      }),
    () =>
      new Promise<void>((resolve) => {
        new WebSocket(`ws://${host}/`).onerror = () => {
          resolve();
        };
      }),
    () =>
      new Promise<void>((resolve) => {
        const source = new EventSource(web);
        source.onerror = () => {
          source.close();
          resolve();
        };
      }),
    () => navigator.sendBeacon(web, 'x'),
    () => new Worker(web),
    () => new SharedWorker(web),
    () => navigator.serviceWorker.register(web),
    () => import(/* @vite-ignore */ web),
    () => new FontFace('x', `url(${web})`).load(),
    () => {
      document.body.style.backgroundImage = `url(${web})`;
      document.body.style.backgroundImage = '';
    },
    () => new CSSStyleSheet().replace(`@import url(${web});`),
  );
  for (const rel of [
    'stylesheet',
    'prefetch',
    'preload',
    'modulepreload',
    'preconnect',
    'dns-prefetch',
    'prerender',
  ])
    element('link', { rel, href: web, as: 'script' }, document.head);
  for (const rel of ['icon', 'manifest']) element('link', { rel, href: web }, document.head);
  for (const name of ['img', 'iframe', 'embed', 'audio', 'video']) element(name, { src: web });
  element('img', { srcset: `${web} 1x` });
  element('video', { poster: web });
  element('object', { data: web });
  element('a', { href: web, ping: web });
  for (const server of [`stun:${host}`, `turn:${host}?transport=udp`, `turn:${host}?transport=tcp`]) {
    ways.push(
      () =>
        new Promise<void>((resolve) => {
          const peer = new RTCPeerConnection({
            iceServers: [{ urls: server, username: 'x', credential: 'x' }],
          });
          peer.onicegatheringstatechange = () => {
            if (peer.iceGatheringState !== 'complete') return;
            peer.close();
            resolve();
          };
          peer.createDataChannel('x');
          void peer.createOffer().then((offer) => peer.setLocalDescription(offer));
        }),
    );
  }
  await Promise.allSettled(ways.map(async (way) => way()));
  return ways.length;
}
