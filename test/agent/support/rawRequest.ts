import { connect } from 'node:net';

export interface RawAnswer {
  /** Of the last status line; 0 when there was none. */
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Sends bytes as they are and reads until the agent closes: what no decent HTTP client would send, too. */
export async function rawRequest(socket: string, bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const connection = connect(socket);
    connection.on('data', (piece) => pieces.push(piece));
    // A refusal may close the connection while we still send.
    connection.on('error', () => undefined);
    connection.on('close', () => {
      const text = Buffer.concat(pieces)
        .toString('utf8')
        .replace(/^HTTP\/1\.1 1\d\d [^\r]*\r\n\r\n/, '');
      const end = text.indexOf('\r\n\r\n');
      const headers = end === -1 ? text : text.slice(0, end);
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1] ?? 0),
        headers,
        body: text.slice(end + 4),
      });
    });
    connection.write(bytes);
  });
}

/** A decent request, of which single headers may be replaced. */
export function post(path: string, body: string, headers: Record<string, string> = {}): string {
  const all = {
    Host: 'latchkey',
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries({ ...all, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

export function get(path: string, headers = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: latchkey\r\n${headers}\r\n`;
}
