import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { parseForm } from './form.ts';

export interface PageEnd {
  readonly status: number;
  readonly text: string;
  /** Where the browser was sent; the authorization-code flow ends here. */
  readonly redirectedTo: string | null;
}

/** A person's browser: opens a link of a sign-in and presses a button. It keeps its cookie, as browsers do. */
export interface Pages {
  /** Signs in as `person`, or as the first one that the page offers. */
  approve(url: string, person?: string): Promise<PageEnd>;
  deny(url: string): Promise<PageEnd>;
}

export function pages(certificate?: string | Buffer): Pages {
  let cookie = '';
  const send = async (url: string, form?: URLSearchParams): Promise<PageEnd> => {
    const answer = await exchange(url, { cookie, form, certificate });
    cookie = answer.cookie ?? cookie;
    return answer;
  };
  const decide = async (url: string, decision: string, person?: string): Promise<PageEnd> => {
    const page = await send(url);
    const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1];
    if (nonce === undefined) return page;
    const first = /<option>([^<]+)</.exec(page.text)?.[1] ?? '';
    const form = new URLSearchParams({ nonce, decision, person: person ?? first });
    return send(new URL('/decision', url).href, form);
  };
  return {
    approve: (url, person) => decide(url, 'approve', person),
    deny: (url) => decide(url, 'deny'),
  };
}

interface Sent {
  readonly cookie: string;
  readonly form: URLSearchParams | undefined;
  readonly certificate: string | Buffer | undefined;
}

function exchange(
  url: string,
  { cookie, form, certificate }: Sent,
): Promise<PageEnd & { readonly cookie: string | undefined }> {
  const open = url.startsWith('https:') ? httpsRequest : httpRequest;
  const headers = {
    ...(cookie === '' ? {} : { cookie }),
    ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  return new Promise((resolve, reject) => {
    const request = open(
      url,
      { method: form === undefined ? 'GET' : 'POST', headers, ca: certificate },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
            redirectedTo: answer.headers.location ?? null,
            cookie: answer.headers['set-cookie']?.[0]?.split(';')[0],
          });
        });
      },
    );
    request.on('error', reject);
    request.end(form?.toString());
  });
}

/** The parameters that a redirect brought back to the client. */
export const redirectParameters = (end: PageEnd): ReadonlyMap<string, string> =>
  parseForm(end.redirectedTo?.split('?')[1] ?? '');
