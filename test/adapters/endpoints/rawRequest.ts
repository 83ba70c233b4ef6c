import { connect, type NetConnectOpts } from 'node:net';

export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly milliseconds: number;
}

/** Sends these very bytes, as no client of ours would, and reads until the other end closes. */
export async function rawRequest(where: NetConnectOpts, text: string): Promise<RawAnswer> {
  const begun = performance.now();
  const said = await new Promise<string>((resolve) => {
    let all = '';
    const connection = connect(where).setEncoding('utf8');
    connection.on('data', (piece: string) => (all += piece));
    connection
      .on('error', () => undefined)
      .on('close', () => {
        resolve(all);
      });
    connection.write(text);
  });
  const [head = '', body = ''] = said.split('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
  return { status, head, body, milliseconds: performance.now() - begun };
}

/** A request as an SDK sends it; a header is replaced by its name, and left out where it is null. */
export function requestText(
  target: string,
  headers: Readonly<Record<string, string | null>>,
  method = 'GET',
): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return [`${method} ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}
