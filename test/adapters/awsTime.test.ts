import { expect, it } from 'vitest';
import { hearTime, tellTime, type AwsTime } from '../../src-main/adapters/awsTime.ts';
import { withRightTime } from '../../src-main/adapters/withRightTime.ts';
import type { TimedAnswer } from '../../src-main/core/health/clockSkew.ts';

const date = 'Sun, 01 Mar 2026 12:00:00 GMT';
const aws = { date, 'x-amzn-requestid': 'c7a9' };

function timeIn(home: 'named' | 'own') {
  const heard: TimedAnswer[] = [];
  const time: AwsTime = {
    offset: () => 0,
    machineNow: () => 42,
    heard: (answer) => heard.push(answer),
    trustsLoopback: home === 'named',
  };
  return { heard, time };
}

it.each([
  ['named', 'https://sts.eu-west-1.amazonaws.com', aws, 1],
  ['own', 'https://sts.eu-west-1.amazonaws.com', aws, 1],
  ['own', 'http://127.0.0.1:8080', aws, 0],
  ['named', 'http://127.0.0.1:8080', aws, 1],
  ['named', 'http://sts.example.com', aws, 0],
  // A cache says when the answer was made.
  ['own', 'https://sts.eu-west-1.amazonaws.com', { ...aws, age: '600' }, 0],
  ['own', 'https://sts.eu-west-1.amazonaws.com', { ...aws, date: undefined }, 0],
  // A proxy that looks into TLS, or a sign-in page behind it, has a clock of its own.
  ['own', 'https://sts.eu-west-1.amazonaws.com', { date, 'content-type': 'text/html' }, 0],
  ['own', 'https://sts.eu-west-1.amazonaws.com', { date, 'content-type': 'application/json' }, 0],
] as const)('in a %s home %s with %j moves our clock by %d answers', (home, url, headers, count) => {
  const { heard, time } = timeIn(home);
  tellTime(time, url, 40, headers);
  expect(heard).toHaveLength(count);
  if (count === 1) expect(heard[0]).toEqual({ date: Date.parse(date), sentAt: 40, receivedAt: 42 });
});

it('an answer tells the time whatever it says', async () => {
  const { heard, time } = timeIn('own');
  let step: (next: unknown) => (given: unknown) => Promise<unknown> = () => () => Promise.resolve();
  const client = {
    middlewareStack: {
      add: (middleware: never) => {
        step = middleware;
      },
    },
  };
  hearTime(client, 'https://oidc.eu-west-1.amazonaws.com', time);
  const answered = { response: { statusCode: 403, headers: aws } };
  expect(await step(() => Promise.resolve(answered))({})).toBe(answered);
  expect(heard).toHaveLength(1);
});

it('what AWS refuses for another reason, or for wrong keys, is not asked again', async () => {
  let calls = 0;
  const refused = (Code: string, after: number) => {
    calls = 0;
    let offset = 0;
    return withRightTime({ ...timeIn('own').time, offset: () => offset }, () => {
      calls += 1;
      offset = after;
      return Promise.reject(Object.assign(new Error(Code), { Code }));
    }).catch(() => calls);
  };
  expect(await refused('SignatureDoesNotMatch', 14 * 60_000)).toBe(2);
  expect(await refused('RequestTimeTooSkewed', 14 * 60_000)).toBe(2);
  expect(await refused('SignatureDoesNotMatch', 0)).toBe(1);
  expect(await refused('AccessDenied', 14 * 60_000)).toBe(1);
});
