import type { Answer } from './answer.ts';
import { escapeMarkup } from './markup.ts';

/** A page for a person. `body` is markup already; `title` is text. */
export function htmlPage(status: number, title: string, body: string): Answer {
  const heading = escapeMarkup(title);
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
    body:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${heading}</title><link rel="icon" href="data:,">` +
      '<style>body{font:1rem/1.5 system-ui;max-width:36rem;margin:4rem auto;padding:0 1rem}' +
      'strong.code{font:2rem monospace;letter-spacing:.1em}</style></head>' +
      `<body><h1>${heading}</h1>${body}</body></html>`,
  };
}

/** Names and their values, as plain text that a person and a test can read. */
export const definitionList = (rows: Readonly<Record<string, string>>): string =>
  `<dl>${Object.entries(rows)
    .map(
      ([name, value]) =>
        `<dt>${escapeMarkup(name)}</dt><dd id="${escapeMarkup(name)}">${escapeMarkup(value)}</dd>`,
    )
    .join('')}</dl>`;
