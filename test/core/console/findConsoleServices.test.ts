import { expect, it } from 'vitest';
import { consoleServices } from '../../../src-main/core/console/consoleServices.ts';
import { findConsoleServices } from '../../../src-main/core/console/findConsoleServices.ts';

const first = (words: string, partition = 'aws') => findConsoleServices(words, partition)[0]?.id;

it.each([
  ['lambda functions', 'lambda'],
  ['lam', 'lambda'],
  ['iam', 'iam'],
  ['billing', 'billing'],
  ['cloudwatch logs', 'logs'],
  ['logs', 'logs'],
  ['cloudwatch', 'cloudwatch'],
  ['ec2', 'ec2'],
  ['instances', 'ec2'],
  ['buckets', 's3'],
  ['k8s', 'eks'],
  ['dns', 'route53'],
  ['sso', 'singlesignon'],
  ['cfn', 'cloudformation'],
  ['secrets', 'secretsmanager'],
  ['param store', 'parameters'],
  ['step func', 'states'],
  ['zzqx', undefined],
  ['dynmdb', 'dynamodb'],
  ['STACKS', 'cloudformation'],
])('“%s” finds %s first', (words, id) => {
  expect(first(words)).toBe(id);
});

it('every service is found first by its id, and by AWS’s name among the first', () => {
  for (const { id, name } of consoleServices) {
    expect(first(id), id).toBe(id);
    const named = findConsoleServices(name, 'aws').slice(0, 3);
    expect(
      named.map((one) => one.id),
      name,
    ).toContain(id);
  }
});

it('what a partition has not is not offered there', () => {
  expect(first('cloudfront', 'aws-us-gov')).toBeUndefined();
  expect(first('cloudfront', 'aws-cn')).toBe('cloudfront');
  expect(findConsoleServices('', 'aws')).toHaveLength(consoleServices.length);
  expect(findConsoleServices('', 'aws-us-gov').length).toBeLessThan(consoleServices.length);
});
