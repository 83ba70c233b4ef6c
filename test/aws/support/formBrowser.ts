import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface OpenPage {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  /** The page's first form; null when there is none. */
  readonly form: {
    readonly action: string;
    readonly method: string;
    readonly fields: Readonly<Record<string, string>>;
  } | null;
  /** Where the site sent the browser, away from itself; null when the page is the site's. */
  readonly redirectedTo: string | null;
}

/** A browser without scripts: it keeps cookies, follows redirects within the site, and submits forms. */
export interface FormBrowser {
  open(url: string): Promise<OpenPage>;
  /** Fills the page's form in and sends it. @throws when the page has none */
  submit(page: OpenPage, fields: Readonly<Record<string, string>>): Promise<OpenPage>;
}

/** `certificate` is the PEM of an authority that the site's certificate comes from. */
export function formBrowser(certificate?: string | Buffer): FormBrowser {
  const cookies = new Map<string, string>();
  const go = async (url: string, form?: URLSearchParams): Promise<OpenPage> => {
    const { hostname, port } = new URL(url);
    const answer = await exchange(url, { form, cookie: cookies.get(hostname), certificate });
    const cookie = answer.message.headers['set-cookie']?.[0]?.split(';')[0];
    if (cookie !== undefined) cookies.set(hostname, cookie);
    const { location } = answer.message.headers;
    const target = location === undefined ? null : new URL(location, url);
    // A site's other names share its port; whoever listens on another one is not the site.
    if (target?.port === port) return go(target.href);
    return pageOf(url, answer, target?.href ?? null);
  };
  return {
    open: (url) => go(url),
    submit: async ({ form }, fields) => {
      if (form === null) throw new Error('the page has no form');
      const all = new URLSearchParams({ ...form.fields, ...fields });
      return form.method === 'post' ? go(form.action, all) : go(`${form.action}?${all.toString()}`);
    },
  };
}

interface Exchanged {
  readonly message: IncomingMessage;
  readonly text: string;
}

interface Sent {
  readonly form: URLSearchParams | undefined;
  readonly cookie: string | undefined;
  readonly certificate: string | Buffer | undefined;
}

async function exchange(url: string, { form, cookie, certificate }: Sent): Promise<Exchanged> {
  const open = url.startsWith('https:') ? httpsRequest : httpRequest;
  const headers = {
    ...(cookie === undefined ? {} : { cookie }),
    ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const method = form === undefined ? 'GET' : 'POST';
    const request = open(url, { method, headers, ca: certificate }, resolve);
    request.on('error', reject);
    request.end(form?.toString());
  });
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return { message, text: Buffer.concat(chunks).toString('utf8') };
}

function pageOf(url: string, { message, text }: Exchanged, redirectedTo: string | null): OpenPage {
  const [, attributes = '', inside = ''] = /<form ([^>]*)>(.*?)<\/form>/s.exec(text) ?? [];
  const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const form =
    attributes === ''
      ? null
      : {
          action: new URL(plain(/action="([^"]*)"/.exec(attributes)?.[1] ?? ''), url).href,
          method: /method="([^"]*)"/.exec(attributes)?.[1] ?? 'get',
          fields: Object.fromEntries(hidden.map(([, name = '', value = '']) => [plain(name), plain(value)])),
        };
  return { url, status: message.statusCode ?? 0, text, form, redirectedTo };
}

const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

const plain = (markup: string): string =>
  markup.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_entity, name: string) => characters[name] ?? '');
