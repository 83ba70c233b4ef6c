import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerPage, pageUrl, readPageFiles, type PageFile } from '../../src-main/shell/pageFiles.ts';
import { fc } from '../support/fc.ts';

let folder: string;
let files: ReadonlyMap<string, PageFile>;
const get = (url: string, method = 'GET') => answerPage(files, { url, method });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lk-page-'));
  const page = join(folder, 'window');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html>');
  writeFileSync(join(page, 'assets', 'index-1a.js'), 'view()');
  writeFileSync(join(page, 'assets', 'index-1a.js.map'), '{}');
  writeFileSync(join(folder, 'secret.js'), 'not a file of the page');
  files = readPageFiles(page);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the page’s address', () => {
  it('serves the page and its parts with their types', () => {
    const page = get(pageUrl);
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.data.toString()).toBe('<!doctype html>');
    const script = get('app://latchkey/assets/index-1a.js');
    expect([script.statusCode, script.headers['content-type']]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
  });

  it('serves nothing but what the build listed', () => {
    const odd = [
      'app://latchkey/',
      'app://latchkey/index.html?x',
      'app://latchkey/INDEX.HTML',
      'app://latchkey/assets/',
      'app://latchkey/assets/index-1a.js.map',
      'app://latchkey/../secret.js',
      'app://latchkey/..%2fsecret.js',
      'app://latchkey/assets/..%5c..%5csecret.js',
      'app://evil/index.html',
      'app://latchkey.evil/index.html',
      'app://latchkey@evil/index.html',
      'app://latchkey:1/index.html',
      'app://latchkey/__proto__',
      'app://latchkey/constructor',
      'https://latchkey/index.html',
      'file:///etc/passwd',
    ];
    expect(odd.map((url) => get(url).statusCode)).toEqual(odd.map(() => 404));
  });

  it('serves nothing at any other address', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const url = `app://latchkey${path}`;
        fc.pre(!files.has(url));
        expect(get(url).statusCode).toBe(404);
      }),
    );
  });

  it('is only to be read', () => {
    for (const method of ['POST', 'PUT', 'HEAD', 'OPTIONS', 'get'])
      expect(get(pageUrl, method).statusCode).toBe(404);
  });

  it('sends the policy with every answer, which lets in nothing from elsewhere', () => {
    for (const answer of [get(pageUrl), get('app://latchkey/no')]) {
      expect(answer.headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html",
      );
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });
});
