import type { IncomingMessage } from 'node:http';
import { Refusal } from './httpStatus.ts';

/** What only a browser, a proxy or a forwarded socket sends. */
const foreign = /^(?:origin|referer|cookie|expect|upgrade|via|forwarded|x-forwarded-.*|sec-.*|proxy-.*)$/;

const largestBody = 1024 * 1024;

/** Looks at what can be judged before routing. @throws Refusal */
export function checkRequest(request: IncomingMessage): void {
  const names = request.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const odd = names.find((name) => foreign.test(name));
  if (odd === 'expect') throw new Refusal(417, 'The agent expects nothing of that kind (Expect).');
  if (odd !== undefined) throw new Refusal(403, 'The agent does not answer browsers and proxies.');
  // Node takes the first of several Hosts; a forwarded socket has another one.
  if (names.filter((name) => name === 'host').length !== 1 || request.headers.host !== 'latchkey') {
    throw new Refusal(403, 'The agent answers to one Host only, “latchkey”.');
  }
}

/** The JSON of a POST. @throws Refusal */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.headers['content-type'] !== 'application/json') {
    throw new Refusal(415, 'The agent takes JSON only (Content-Type: application/json).');
  }
  const tooLarge = new Refusal(413, 'The agent takes 1 MB at most.');
  if (Number(request.headers['content-length'] ?? 0) > largestBody) throw tooLarge;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    // Read on, or the caller would never hear why.
    if (size <= largestBody) pieces.push(piece);
  }
  if (size > largestBody) throw tooLarge;
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new Refusal(400, 'The body is no JSON.');
  }
}
