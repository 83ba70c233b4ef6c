import { describe, expect, it } from 'vitest';
import { consoleDestination } from '../../../src-main/core/console/consoleDestination.ts';
import { consoleServices } from '../../../src-main/core/console/consoleServices.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import { partitionOf } from '../../../src-main/core/partition.ts';
import { fc } from '../../support/fc.ts';

const at = (...given: Parameters<typeof consoleDestination>) => consoleDestination(...given).url;

it.each([
  ['eu-west-1', {}, 'https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1'],
  ['us-east-1', { service: 's3' }, 'https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1'],
  [
    'us-gov-west-1',
    { service: 'ec2' },
    'https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home?region=us-gov-west-1',
  ],
  ['cn-north-1', {}, 'https://cn-north-1.console.amazonaws.cn/console/home?region=cn-north-1'],
  [
    'eusc-de-east-1',
    { service: 'ec2' },
    'https://eusc-de-east-1.console.amazonaws-eusc.eu/ec2/home?region=eusc-de-east-1',
  ],
  [
    'eu-west-1',
    { path: '/s3/buckets?region=us-east-1#x' },
    'https://eu-west-1.console.aws.amazon.com/s3/buckets?region=us-east-1#x',
  ],
  [
    'eu-west-1',
    { service: 'logs' },
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups',
  ],
  // A service that we do not know opens as it always did.
  [
    'eu-west-1',
    { service: 'brand-new' },
    'https://eu-west-1.console.aws.amazon.com/brand-new/home?region=eu-west-1',
  ],
])('the console of %s with %o is %s', (region, wanted, link) => {
  expect(at(region, wanted)).toBe(link);
});

describe('a service is found', () => {
  it.each([
    ['by AWS’s name', 'CloudWatch Logs', '/cloudwatch/home'],
    ['by its name in one word', 'stepfunctions', '/states/home'],
    ['by a word that people use', 'sfn', '/states/home'],
    ['in whichever case', 'S3', '/s3/home'],
    ['by its address before another’s name', 'config', '/config/home'],
  ])('%s', (_how, service, path) => {
    expect(new URL(at('eu-west-1', { service })).pathname).toBe(path);
  });

  it.each([
    ['eu-west-1', 'iam', 'https://console.aws.amazon.com/iam/home', 'us-east-1'],
    ['eu-west-1', 'route53', 'https://console.aws.amazon.com/route53/v2/home', 'us-east-1'],
    ['ap-southeast-2', 'cloudfront', 'https://console.aws.amazon.com/cloudfront/v4/home', 'us-east-1'],
    ['eu-west-1', 'billing', 'https://console.aws.amazon.com/billing/home', 'us-east-1'],
    ['us-gov-east-1', 'iam', 'https://console.amazonaws-us-gov.com/iam/home', 'us-gov-west-1'],
    ['cn-northwest-1', 'iam', 'https://console.amazonaws.cn/iam/home', 'cn-north-1'],
  ])('of %s, and %s is one page for all its regions', (region, service, url, signInRegion) => {
    expect(consoleDestination(region, { service })).toEqual({ url, signInRegion });
  });

  it('where its partition has it, and nowhere else', () => {
    expect(() => at('us-gov-west-1', { service: 'cloudfront' })).toThrow(/CloudFront.*aws-us-gov/);
    expect(at('cn-north-1', { service: 'cloudfront' })).toBe(
      'https://console.amazonaws.cn/cloudfront/v4/home',
    );
  });

  it('or some that it could be are named', () => {
    expect(() => at('eu-west-1', { service: 'lambda functions!' })).toThrow(AppError);
    try {
      at('eu-west-1', { service: 'log groups of cloudwatch'.replace(' of ', ' ') });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-input', details: ['logs: CloudWatch Logs'] });
    }
  });
});

it('every service lands on a page of its own of the console, in each partition that has it', () => {
  expect(consoleServices.length).toBeGreaterThanOrEqual(100);
  expect(new Set(consoleServices.map(({ id }) => id)).size).toBe(consoleServices.length);
  const regions = ['eu-west-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'];
  for (const region of regions) {
    const { id: partition, consoleHost } = partitionOf(region);
    const there = consoleServices.filter(({ missingIn }) => !missingIn.includes(partition));
    const pages = there.map(({ id }) => at(region, { service: id }));
    expect(new Set(pages).size).toBe(there.length);
    for (const page of pages)
      expect([consoleHost, `${region}.${consoleHost}`]).toContain(new URL(page).hostname);
  }
});

it.each([
  '//evil.example/',
  '/\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/a b',
  '',
  '/x\n/y',
])('a path never leaves the console: %j', (path) => {
  expect(() => at('eu-west-1', { path })).toThrow(AppError);
});

it('no service, path or region leads elsewhere', () => {
  const hosts = ['eu-west-1.console.aws.amazon.com', 'console.aws.amazon.com'];
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom(...consoleServices.flatMap(({ id, name }) => [id, name]))),
      fc.option(fc.string(), { nil: undefined }),
      fc.webUrl(),
      (service, path, region) => {
        for (const [where, wanted] of [
          ['eu-west-1', { service }],
          ['eu-west-1', { service, path }],
          [region, {}],
        ] as const) {
          try {
            expect(hosts).toContain(new URL(at(where, wanted)).host);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        }
      },
    ),
  );
});
