import type { IssuedCredential } from '../issuedCredentials.ts';
import type { Aws } from '../standIn.ts';
import { canonicalRequest, signature } from '../sts/canonicalRequest.ts';

/** What signs a call; the stand-in's own record of a key will do. */
export type Keys = Pick<IssuedCredential, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

export interface StsAnswer {
  readonly status: number;
  readonly text: string;
  /** Text of the first element of that name. */
  element(name: string): string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

interface Tampering {
  readonly method?: 'GET' | 'POST';
  readonly endpoint?: string;
  readonly region?: string;
  readonly service?: string;
  /** Epoch milliseconds. */
  readonly signedAt?: number;
  /** Changes the headers after they were signed. */
  readonly after?: (headers: Record<string, string>) => void;
}

/** One call of STS, signed by hand so that a test can sign it wrongly. */
export async function callSts(
  aws: Aws,
  keys: Keys,
  parameters: Readonly<Record<string, string>>,
  tampering: Tampering = {},
): Promise<StsAnswer> {
  const { method = 'POST', endpoint = aws.endpoints.sts, region = 'eu-west-1', service = 'sts' } = tampering;
  const form = new URLSearchParams({ Version: '2011-06-15', ...parameters }).toString();
  const url = new URL(method === 'GET' ? `${endpoint}?${form}` : endpoint);
  const signedAt = new Date(tampering.signedAt ?? aws.clock.now())
    .toISOString()
    .replaceAll(/[-:]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    host: url.host,
    'x-amz-date': signedAt,
    ...(keys.sessionToken === null ? {} : { 'x-amz-security-token': keys.sessionToken }),
  };
  const body = method === 'GET' ? '' : form;
  const scope = { date: signedAt.slice(0, 8), region, service };
  const canonical = canonicalRequest(
    {
      method,
      rawPath: url.pathname,
      rawQuery: url.search.slice(1),
      headers: Object.entries(headers),
      body: Buffer.from(body),
    },
    Object.keys(headers),
  );
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope.date}/${region}/${service}/aws4_request, ` +
    `SignedHeaders=${Object.keys(headers).join(';')}, Signature=${signature(keys.secretAccessKey, scope, signedAt, canonical)}`;
  tampering.after?.(headers);
  const response = await fetch(url, { method, headers, ...(method === 'GET' ? {} : { body }) });
  const text = await response.text();
  const element = (name: string): string | undefined =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  return { status: response.status, text, element, code: element('Code'), message: element('Message') };
}

/** The keys of an AssumeRole answer. */
export const keysOf = (answer: StsAnswer): Keys => ({
  accessKeyId: answer.element('AccessKeyId') ?? '',
  secretAccessKey: answer.element('SecretAccessKey') ?? '',
  sessionToken: answer.element('SessionToken') ?? '',
});
