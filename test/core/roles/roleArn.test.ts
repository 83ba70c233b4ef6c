import { describe, expect, it } from 'vitest';
import {
  assumedRoleArn,
  formatRoleArn,
  parseAccountId,
  parseAssumedRoleArn,
  parseRoleArn,
  partsOfRoleArn,
} from '../../../src-main/core/arn.ts';
import { fc } from '../../support/fc.ts';

const partitions = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-eusc',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-some-later-one',
];

describe('a role ARN', () => {
  it.each(partitions)('may be of the partition %s, and so is whoever assumed it', (partition) => {
    const arn = parseRoleArn(`arn:${partition}:iam::012345678901:role/Ops`);
    expect(partsOfRoleArn(arn)).toEqual({ partition, accountId: '012345678901', path: '/', roleName: 'Ops' });
    expect(assumedRoleArn(arn, 'ann')).toBe(`arn:${partition}:sts::012345678901:assumed-role/Ops/ann`);
  });

  it('keeps its path, which whoever assumed it has no more', () => {
    const arn = parseRoleArn('arn:aws-us-gov:iam::123456789012:role/teams/pay:ments/Ops');
    expect(partsOfRoleArn(arn)).toMatchObject({ path: '/teams/pay:ments/', roleName: 'Ops' });
    expect(assumedRoleArn(arn, 'ann')).toBe('arn:aws-us-gov:sts::123456789012:assumed-role/Ops/ann');
  });

  it('is read back as it was formatted, and its assumed role as parseAssumedRoleArn knows it', () => {
    const word = (longest: number) =>
      fc.string({
        unit: fc.constantFrom('a', 'z', 'A', 'Z', '0', '9', '_', '+', '=', ',', '.', '@', '-'),
        minLength: 1,
        maxLength: longest,
      });
    const anyParts = fc.record({
      partition: fc.constantFrom(...partitions),
      accountId: fc
        .integer({ min: 0, max: 999_999_999_999 })
        .map((n) => parseAccountId(String(n).padStart(12, '0'))),
      path: fc.array(word(8), { maxLength: 4 }).map((words) => ['', ...words, ''].join('/')),
      roleName: word(64),
    });
    fc.assert(
      fc.property(anyParts, word(64), (parts, session) => {
        const arn = formatRoleArn(parts);
        expect(partsOfRoleArn(arn)).toEqual(parts);
        const { partition, accountId, roleName } = parts;
        const assumed = parseAssumedRoleArn(assumedRoleArn(arn, session));
        expect(assumed).toEqual({ partition, accountId, roleName, sessionName: session });
      }),
    );
  });

  it('has at most 2048 characters', () => {
    const start = 'arn:aws:iam::123456789012:role/';
    const ofLength = (length: number): string => `${start}${'p'.repeat(length - start.length - 4)}/Ops`;
    expect(parseRoleArn(ofLength(2047))).toHaveLength(2047);
    expect(parseRoleArn(ofLength(2048))).toHaveLength(2048);
    expect(() => parseRoleArn(ofLength(2049))).toThrow(
      'The role ARN has 2049 characters; AWS takes at most 2048.',
    );
  });

  it('names a role of at most 64 characters', () => {
    const start = 'arn:aws:iam::123456789012:role/';
    expect(parseRoleArn(start + 'r'.repeat(64))).toHaveLength(start.length + 64);
    expect(() => parseRoleArn(start + 'r'.repeat(65))).toThrow(
      'a role of 65 characters; AWS has at most 64.',
    );
  });

  it('is not that of somebody who assumed the role', () => {
    expect(() => parseRoleArn('arn:aws:sts::123456789012:assumed-role/Ops/ann')).toThrow(
      'who assumed the role',
    );
  });

  it.each([
    '',
    'Ops',
    'arn:aws:iam::123456789012:role/',
    'arn:aws:iam::123456789012:role/teams/',
    'arn:aws:iam::123456789012:role//Ops',
    'arn:aws:iam::123456789012:user/Ops',
    'arn:aws:iam::12345678901:role/Ops',
    'arn:aws:iam::1234567890123:role/Ops',
    'arn:aws:iam:eu-west-1:123456789012:role/Ops',
    'arn:aws:sts::123456789012:role/Ops',
    'arn:azure:iam::123456789012:role/Ops',
    'arn:aws-:iam::123456789012:role/Ops',
    'arn:aws:iam::123456789012:role/O ps',
    'arn:aws:iam::123456789012:role/te ams/Ops',
    'arn:aws:iam::123456789012:role/Öps',
    ' arn:aws:iam::123456789012:role/Ops',
    'arn:aws:iam::123456789012:role/Ops\n',
  ])('is not “%s”', (text) => {
    expect(() => parseRoleArn(text)).toThrow(
      'The role ARN must be like arn:aws:iam::123456789012:role/NAME.',
    );
  });
});
