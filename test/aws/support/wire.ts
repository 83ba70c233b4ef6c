import type { Endpoints } from '../endpoints.ts';
import type { Aws } from '../standIn.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON object, or an empty one. */
  readonly body: Record<string, unknown>;
  /** The exception's name as SDKs find it; empty when there is none. */
  readonly error: string;
}

/** One HTTP exchange, nothing followed and nothing retried. */
export async function exchange(url: string, init: RequestInit = {}): Promise<WireAnswer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  const body = json ? (JSON.parse(text) as Record<string, unknown>) : {};
  const header = response.headers.get('x-amzn-errortype')?.split(':')[0];
  const type = typeof body['__type'] === 'string' ? body['__type'].split('#').at(-1) : undefined;
  return { status: response.status, headers: response.headers, text, body, error: header ?? type ?? '' };
}

type Json = Readonly<Record<string, unknown>>;

export interface SignedIn {
  readonly registration: Json;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/** A device authorization that waits for its answer. */
export interface WaitingDevice {
  readonly registration: Json;
  readonly deviceCode: string;
  readonly userCode: string;
  readonly url: string;
  readonly answer: () => Promise<WireAnswer>;
}

export interface Client {
  register(change?: Json): Promise<WireAnswer>;
  startDevice(registration: Json, startUrl?: string): Promise<WireAnswer>;
  token(registration: Json, grant: Json): Promise<WireAnswer>;
  refresh(registration: Json, refreshToken: string): Promise<WireAnswer>;
  device(change?: Json): Promise<WaitingDevice>;
  /** Signed in by the device flow; members are undefined where AWS left them out. */
  signIn(change?: Json, person?: string): Promise<SignedIn>;
  portal(path: string, accessToken: string, method?: string): Promise<WireAnswer>;
}

/** The calls of a client, byte by byte as the documents say, without an SDK in between. */
export function wire(aws: Aws, endpoints: Endpoints = aws.endpoints): Client {
  const post = (path: string, body: Json): Promise<WireAnswer> =>
    exchange(`${endpoints.ssoOidc}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const identity = ({ clientId, clientSecret }: Json): Json => ({ clientId, clientSecret });
  const client: Client = {
    register: (change) =>
      post('/client/register', {
        clientName: 'a client',
        clientType: 'public',
        scopes: ['sso:account:access'],
        ...change,
      }),
    startDevice: (registration, startUrl = aws.organisation.startUrl) =>
      post('/device_authorization', { ...identity(registration), startUrl }),
    token: (registration, grant) => post('/token', { ...identity(registration), ...grant }),
    refresh: (registration, refreshToken) =>
      client.token(registration, { grantType: 'refresh_token', refreshToken }),
    device: (change) => startDevice(client, change),
    signIn: async (change, person) => {
      const { registration, userCode, answer } = await client.device(change);
      aws.approve(userCode, person);
      return { registration, ...(await answer()).body } as unknown as SignedIn;
    },
    portal: (path, accessToken, method = 'GET') =>
      exchange(`${endpoints.sso}${path}`, { method, headers: { 'x-amz-sso_bearer_token': accessToken } }),
  };
  return client;
}

async function startDevice(client: Client, change: Json | undefined): Promise<WaitingDevice> {
  const { body: registration } = await client.register(change);
  const { body } = await client.startDevice(registration);
  const deviceCode = String(body['deviceCode']);
  const grant = { grantType: 'urn:ietf:params:oauth:grant-type:device_code', deviceCode };
  return {
    registration,
    deviceCode,
    userCode: String(body['userCode']),
    url: String(body['verificationUriComplete']),
    answer: () => client.token(registration, grant),
  };
}
