import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Reach } from '../core/ports.ts';
import { toAppError } from './awsErrors.ts';
import type { AwsNetwork } from './awsNetwork.ts';
import { createTransport, timeouts } from './transport.ts';

/** Asks for a host's front page and looks at the Date header alone; whatever status comes back, somebody answered. */
export function createHttpReach(network: () => AwsNetwork): Reach {
  return {
    async serverTime(url, signal) {
      const secure = new URL(url).protocol === 'https:';
      const { httpAgent, httpsAgent } = createTransport(network(), new URL(url).hostname);
      try {
        const date = await new Promise<string | undefined>((resolve, reject) => {
          const request = (secure ? httpsRequest : httpRequest)(url, {
            method: 'HEAD',
            agent: secure ? httpsAgent : httpAgent,
            timeout: timeouts.connectionTimeout,
            signal,
          });
          request.on('timeout', () =>
            request.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })),
          );
          request.on('error', reject);
          request.on('response', (response) => {
            response.resume();
            resolve(response.headers.date);
          });
          request.end();
        });
        const time = Date.parse(date ?? '');
        return Number.isNaN(time) ? null : time;
      } catch (error) {
        throw toAppError(error);
      } finally {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}
