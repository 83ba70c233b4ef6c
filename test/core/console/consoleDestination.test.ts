import { expect, it } from 'vitest';
import { consoleDestination } from '../../../src-main/core/console/consoleDestination.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import { fc } from '../../support/fc.ts';

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
    'eu-west-1',
    { path: '/s3/buckets?region=us-east-1#x' },
    'https://eu-west-1.console.aws.amazon.com/s3/buckets?region=us-east-1#x',
  ],
])('the console of %s with %o is %s', (region, wanted, link) => {
  expect(consoleDestination(region, wanted)).toBe(link);
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
  expect(() => consoleDestination('eu-west-1', { path })).toThrow(AppError);
});

it('no service, path or region leads elsewhere', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.option(fc.string(), { nil: undefined }),
      fc.webUrl(),
      (service, path, region) => {
        for (const [where, wanted] of [
          ['eu-west-1', { service, path }],
          [region, {}],
        ] as const) {
          try {
            expect(new URL(consoleDestination(where, wanted)).host).toBe('eu-west-1.console.aws.amazon.com');
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        }
      },
    ),
  );
});
