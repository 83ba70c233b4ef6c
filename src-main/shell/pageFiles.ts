import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

export const pageOrigin = 'app://latchkey';
export const pageUrl = `${pageOrigin}/index.html`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Svelte makes its templates through the one policy that is named here; all else that would write markup fails. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * The window's files by their whole address. They are read once, from a listing of the built folder: no part of an
 * address ever becomes a path.
 * @throws the file system's error
 */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = types[extname(entry)];
    if (type === undefined) continue;
    files.set(`${pageOrigin}/${entry.split(sep).join('/')}`, {
      type,
      bytes: readFileSync(join(folder, entry)),
    });
  }
  return files;
}

/** As Electron takes it. */
export interface PageAnswer {
  readonly statusCode: 200 | 404;
  /** Without parameters; they are in the headers. */
  readonly mimeType: string;
  readonly headers: Record<string, string>;
  readonly data: Buffer;
}

const nothing: PageFile = { type: types['.html'] ?? '', bytes: Buffer.alloc(0) };

/** Answers the page's own requests, and nothing else. */
export function answerPage(
  files: ReadonlyMap<string, PageFile>,
  request: { readonly method: string; readonly url: string },
): PageAnswer {
  const file = request.method === 'GET' ? files.get(request.url) : undefined;
  const { type, bytes } = file ?? nothing;
  return {
    statusCode: file === undefined ? 404 : 200,
    mimeType: type.split(';', 1)[0] ?? '',
    headers: {
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'content-type': type,
    },
    data: bytes,
  };
}
