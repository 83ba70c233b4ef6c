import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { checkServerIdentity, rootCertificates, type PeerCertificate } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { AwsNetwork } from './awsNetwork.ts';
import { readCaBundle } from './readCaBundle.ts';

/** The SDK has no time-out of its own, and its `requestTimeout` only warns unless told to throw. */
export const timeouts = { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true };

/** An answer that comes byte by byte never runs into the time-outs above; AWS's are a few kilobytes. */
export const longestCallMs = 20_000;

export interface Transport {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpAgent;
}

/**
 * The connections to one host, through the proxy and with the CA of the settings. A proxy is always asked to
 * CONNECT, so what is said to AWS stays between AWS and us.
 */
export function createTransport(network: AwsNetwork, host: string): Transport {
  const tls = network.caBundle === null ? {} : { ca: [...rootCertificates, readCaBundle(network.caBundle)] };
  const options = { keepAlive: true, maxSockets: 50, ...tls };
  if (network.proxy === null || goesDirect(host, network.noProxy)) {
    return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
  }
  const agent = new HttpsProxyAgent(network.proxy, options);
  // For the connection inside the tunnel it keeps none of its options, and compares an IP address with `localhost`.
  const checkIdentity = (_name: string, certificate: PeerCertificate): Error | undefined =>
    checkServerIdentity(host.replace(/^\[|\]$/g, ''), certificate);
  Object.assign(agent.options, { ...tls, checkServerIdentity: checkIdentity });
  return { httpAgent: agent, httpsAgent: agent };
}

/** `example.com` and `.example.com` both cover the host and all below it; `*` covers everything. */
export function goesDirect(host: string, noProxy: string | null): boolean {
  const entries = (noProxy ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return entries.some((entry) => {
    const name = entry
      .toLowerCase()
      .replace(/:\d+$/, '')
      .replace(/^\*?\./, '');
    return entry === '*' || host === name || host.endsWith(`.${name}`);
  });
}
