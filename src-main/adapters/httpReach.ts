import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AppError } from '../core/errors.ts';
import type { Reach } from '../core/ports.ts';
import { toAppError } from './awsErrors.ts';
import type { AwsNetwork } from './awsNetwork.ts';
import { noAwsTime, tellTime, type AwsTime } from './awsTime.ts';
import { isAwsAnswer } from './isAwsAnswer.ts';
import { createTransport, timeouts } from './transport.ts';

/** Asks for a host's front page and looks at the headers alone; whatever AWS says, it answered. */
export function createHttpReach(network: () => AwsNetwork, time: AwsTime = noAwsTime): Reach {
  return {
    async serverTime(url, signal) {
      const secure = new URL(url).protocol === 'https:';
      const { httpAgent, httpsAgent } = createTransport(network(), new URL(url).hostname);
      try {
        const sentAt = time.machineNow();
        const { headers, statusCode } = await new Promise<IncomingMessage>((resolve, reject) => {
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
            resolve(response);
          });
          request.end();
        });
        if (isSomebodyElse(statusCode ?? 0, headers)) throw somebodyElse();
        tellTime(time, url, sentAt, headers);
        const date = Date.parse(headers.date ?? '');
        return Number.isNaN(date) ? null : date;
      } catch (error) {
        throw toAppError(error);
      } finally {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}

function somebodyElse(): AppError {
  return new AppError(
    'not-aws',
    'Something other than AWS answered, such as a sign-in page of this network.',
    { hint: 'Open a browser to get past the network’s sign-in page, or check the proxy.' },
  );
}

/** A network's sign-in page, or a proxy's. */
function isSomebodyElse(status: number, headers: IncomingMessage['headers']): boolean {
  if (isAwsAnswer(headers)) return false;
  return (status >= 300 && status < 400) || /html/i.test(headers['content-type'] ?? '');
}
