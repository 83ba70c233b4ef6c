import { expect, test } from 'vitest';
import { canonicalRequest, sha256, signature, signingKey } from './canonicalRequest.ts';

// A documented example key of AWS.
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const scope = { date: '20150830', region: 'us-east-1', service: 'sts' };
const request = {
  method: 'POST',
  rawPath: '/',
  rawQuery: '',
  headers: [
    ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
    ['Host', 'sts.us-east-1.amazonaws.com'],
    ['X-Amz-Date', '20150830T123600Z'],
    ['X-Amz-Security-Token', 'TOKENEXAMPLE'],
  ],
  body: Buffer.from('Action=GetCallerIdentity&Version=2011-06-15'),
} as const;
const signed = ['content-type', 'host', 'x-amz-date', 'x-amz-security-token'];

test('the known vector of SigV4 comes out at every step', () => {
  const canonical = canonicalRequest(request, signed);
  expect(sha256(request.body)).toBe('ab821ae955788b0e33ebd34c208442ccfc2d406e2edc5e7a39bd6458fbb4f843');
  expect(sha256(canonical)).toBe('92994296fc8938b40a619ce399bfb008e852c5fe83f32afced7d6da0c5c2f7aa');
  expect(signingKey(secret, scope).toString('hex')).toBe(
    'a9d028e9e96178f3ed6acfa66eff308447119de7ba1dd1dc7b666bbcb5686dfd',
  );
  expect(signature(secret, scope, '20150830T123600Z', canonical)).toBe(
    '967a54c71f92079d7b5fe42851610566d0a30d1cfe2707ca1ddd064a18606b51',
  );
});

test('paths are normalised, queries sorted after encoding, header values trimmed and their spaces collapsed', () => {
  const lines = canonicalRequest(
    {
      method: 'GET',
      rawPath: '/a//b/../c%20d/',
      rawQuery: 'b=2&a=%7e*&B=&a=1',
      headers: [['X-Padded', '  one   two ']],
      body: Buffer.alloc(0),
    },
    ['x-padded'],
  ).split('\n');
  expect(lines.slice(1, 4)).toEqual(['/a/c%2520d/', 'B=&a=1&a=~%2A&b=2', 'x-padded:one two']);
});
