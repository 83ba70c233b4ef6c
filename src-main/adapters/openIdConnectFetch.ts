import type { CustomFetch } from 'openid-client';
import { isLoopback } from '../core/sso/verificationLink.ts';
import type { AwsNetwork } from './awsNetwork.ts';
import { httpExchange } from './httpExchange.ts';
import { refusedByProvider, toProviderError } from './openIdConnectErrors.ts';
import { createTransport, longestCallMs, timeouts } from './transport.ts';
import { within } from './within.ts';

/** Metadata and keys of a provider are some kilobytes. */
const largest = 1024 * 1024;

/** `fetch` for openid-client, through the proxy and with the CA of the settings, which Node's own knows nothing of. */
export function openIdConnectFetch(network: AwsNetwork, signal: AbortSignal): CustomFetch {
  return async (address, { method, headers, body }) => {
    const url = new URL(address);
    // A provider on loopback may speak http, but what it names elsewhere may not.
    if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
      throw refusedByProvider('The identity provider names an address that is not https.');
    }
    const { httpAgent, httpsAgent } = createTransport(network, url.hostname);
    const secure = url.protocol === 'https:';
    try {
      const answer = await httpExchange(url, {
        method,
        headers,
        body: body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : undefined,
        agent: secure ? httpsAgent : httpAgent,
        idleMs: timeouts.requestTimeout,
        largest,
        signal: within(longestCallMs, signal),
      });
      const content = answer.body.length === 0 ? null : new Uint8Array(answer.body);
      return new Response(content, {
        status: answer.status,
        headers: answer.headers.map(([...pair]) => pair),
      });
    } catch (error) {
      signal.throwIfAborted();
      throw toProviderError(error);
    } finally {
      httpAgent.destroy();
      httpsAgent.destroy();
    }
  };
}
