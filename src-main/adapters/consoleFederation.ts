import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { partitionOf } from '../core/partition.ts';
import type { ConsoleFederation } from '../core/ports.ts';
import { toAppError } from './awsErrors.ts';
import type { AwsNetwork } from './awsNetwork.ts';
import { noAwsTime, tellTime, type AwsTime } from './awsTime.ts';
import { createTransport, longestCallMs, timeouts } from './transport.ts';
import { within } from './within.ts';

/** These regions are served by the partition's plain sign-in host. */
const homeRegions: ReadonlySet<string> = new Set(['us-east-1', 'us-gov-west-1', 'cn-north-1']);

const largestAnswer = 64 * 1024;
const signinAnswer = z.object({ SigninToken: z.string().min(1) });

export function createConsoleFederation(
  network: () => AwsNetwork,
  time: AwsTime = noAwsTime,
): ConsoleFederation {
  return {
    async consoleLink({ credentials, region, durationSeconds, destination, issuer, signal }) {
      const federation = `${network().endpoints.signin ?? signInOrigin(region)}/federation`;
      const { accessKeyId, secretAccessKey, sessionToken } = credentials;
      // A POST: session tokens make a query too long, and queries end up in proxies' logs.
      const body = new URLSearchParams({
        Action: 'getSigninToken',
        Session: JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken }),
        ...(durationSeconds !== undefined && { SessionDuration: String(durationSeconds) }),
      }).toString();
      const sentAt = time.machineNow();
      const answer = await post(network(), federation, body, signal);
      tellTime(time, federation, sentAt, answer.headers);
      const url = new URL(federation);
      url.search = new URLSearchParams({
        Action: 'login',
        Issuer: issuer,
        Destination: destination,
        SigninToken: signinToken(answer),
      }).toString();
      return url.href;
    },
  };
}

function signInOrigin(region: string): string {
  const { signInHost } = partitionOf(region);
  return `https://${homeRegions.has(region) ? '' : `${region}.`}${signInHost}`;
}

function signinToken({ status, text }: { readonly status: number; readonly text: string }): string {
  // AWS refuses with an HTML page and no reason, so the status comes before any parsing.
  if (status === 400) {
    throw new AppError('denied', 'AWS does not let these credentials into the console.', {
      hint: 'Leave --duration out or make it shorter than the role’s maximum, or get new credentials.',
    });
  }
  if (status >= 500) throw new AppError('aws-failed', `AWS sign-in failed with status ${status}.`);
  try {
    return signinAnswer.parse(JSON.parse(text)).SigninToken;
  } catch (cause) {
    throw new AppError('not-aws', 'Something other than AWS answered the console sign-in.', {
      hint: 'Check the network and the proxy.',
      // Only the kind of fault: a zod error would quote the answer.
      cause: cause instanceof SyntaxError ? 'not JSON' : 'no SigninToken',
    });
  }
}

async function post(
  network: AwsNetwork,
  url: string,
  body: string,
  signal: AbortSignal | undefined,
): Promise<{ status: number; text: string; headers: IncomingHttpHeaders }> {
  const { protocol, hostname } = new URL(url);
  const { httpAgent, httpsAgent } = createTransport(network, hostname);
  const secure = protocol === 'https:';
  try {
    return await new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: 'POST',
        agent: secure ? httpsAgent : httpAgent,
        timeout: timeouts.requestTimeout,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        },
        signal: within(longestCallMs, signal),
      });
      request.on('timeout', () =>
        request.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })),
      );
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
          if (text.length > largestAnswer) request.destroy(new SyntaxError('too long'));
        });
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
        });
      });
      request.end(body);
    });
  } catch (error) {
    throw toAppError(error);
  } finally {
    httpAgent.destroy();
    httpsAgent.destroy();
  }
}
