import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoints } from '../../../src-main/adapters/endpoints/createEndpoints.ts';
import type { OpenEndpoint } from '../../../src-main/core/ports.ts';
import { applicationRuntime } from '../../support/applicationRuntime.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const token = 'A'.repeat(43);
const canary = 'canary-0b5e';

/** Row 43 of the threat model: a web page in a real Chromium that knows the address and even the token. */
describe('a web page', () => {
  let endpoint: OpenEndpoint;
  let given = 0;
  let site: Server;
  let folder: string;
  let display: Display;
  let electron: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    const credentials = {
      accessKeyId: canary,
      secretAccessKey: canary,
      sessionToken: canary,
      expiration: Date.now() + 3_600_000,
    };
    endpoint = await createEndpoints().open({
      place: { kind: 'shared' },
      token,
      answer: () => {
        given += 1;
        return Promise.resolve({ state: 'keys', credentials, accountId: '111122223333' });
      },
      alarm: () => undefined,
    });
    site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><body>a page');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    folder = await temporaryFolder();
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    writeFileSync(join(folder, 'package.json'), '{"name":"page","main":"main.cjs"}');
    const main = `const { app, BrowserWindow } = require('electron');
      app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL(${JSON.stringify(url)}));`;
    writeFileSync(join(folder, 'main.cjs'), main);
    display = await startDisplay();
    const { executable, flags } = await applicationRuntime();
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, DISPLAY: display.name };
    electron = await _electron.launch({ executablePath: executable, args: [...flags, folder], env });
    page = await electron.firstWindow();
    await page.waitForLoadState();
  });
  afterAll(async () => {
    await electron.close();
    await display.stop();
    site.close();
    await endpoint.close();
    await rm(folder, { recursive: true });
  });

  it('reads nothing, however it asks', async () => {
    const said = await page.evaluate(
      async ({ uri, token: known }) => {
        const tried: string[] = [];
        const attempt = async (how: string, work: () => Promise<string>) => {
          const patience = new Promise<string>((resolve) => {
            setTimeout(resolve, 1500, 'nothing came');
          });
          const came = await Promise.race([work(), patience]).catch((error: unknown) => String(error));
          tried.push(`${how}: ${came}`);
        };
        const headers = { Authorization: known };
        for (const mode of ['cors', 'no-cors', 'same-origin'] as const) {
          for (const more of [
            {},
            { headers },
            { headers, credentials: 'include' },
            { method: 'POST' },
          ] as const) {
            await attempt(`fetch ${mode} ${JSON.stringify(more)}`, async () => {
              const response = await fetch(uri, { mode, referrerPolicy: 'no-referrer', ...more });
              return `${response.type} ${response.status} ${await response.text()}`;
            });
          }
        }
        await attempt('XMLHttpRequest', () => {
          const request = new XMLHttpRequest();
          request.open('GET', uri);
          request.setRequestHeader('Authorization', known);
          return new Promise((resolve) => {
            request.onloadend = () => {
              resolve(request.responseText);
            };
            request.send();
          });
        });
        await attempt('WebSocket', () => {
          const socket = new WebSocket(uri.replace('http', 'ws'));
          return new Promise((resolve) => {
            socket.onmessage = ({ data }) => {
              resolve(String(data));
            };
            socket.onclose = () => {
              resolve('closed');
            };
          });
        });
        await attempt('EventSource', () => {
          const source = new EventSource(uri);
          return new Promise((resolve) => {
            source.onmessage = ({ data }) => {
              resolve(String(data));
            };
            source.onerror = () => {
              source.close();
              resolve('failed');
            };
          });
        });
        for (const name of ['img', 'script', 'iframe', 'link', 'video', 'object'] as const) {
          await attempt(name, () => {
            const element = document.createElement(name);
            if (element instanceof HTMLLinkElement) Object.assign(element, { rel: 'stylesheet', href: uri });
            else if (element instanceof HTMLObjectElement) element.data = uri;
            else element.src = uri;
            return new Promise((resolve) => {
              element.onload = () => {
                const inside = element instanceof HTMLIFrameElement ? element.contentDocument : null;
                resolve(`loaded ${inside?.body.textContent ?? ''}`);
              };
              element.onerror = () => {
                resolve('failed');
              };
              document.body.append(element);
            });
          });
        }
        await attempt('form', () => {
          const frame = document.createElement('iframe');
          frame.name = 'target';
          const form = Object.assign(document.createElement('form'), {
            action: uri,
            method: 'POST',
            target: 'target',
          });
          document.body.append(frame, form);
          return new Promise((resolve) => {
            frame.onload = () => {
              resolve(`loaded ${frame.contentDocument?.body.textContent ?? ''}`);
            };
            form.submit();
          });
        });
        return tried;
      },
      { uri: endpoint.uri, token },
    );
    expect(said.length).toBeGreaterThan(20);
    expect(said.join('\n')).not.toContain(canary);
    expect(given).toBe(0);
  });

  it('reads nothing by going there itself', async () => {
    await page.goto(endpoint.uri);
    expect(await page.content()).not.toContain(canary);
    expect(given).toBe(0);
  });
});
