import { describe, expect, it } from 'vitest';
import { catchAssertion, type PageRequest } from '../../src-main/shell/saml/catchAssertion.ts';

const acs = 'https://signin.aws.amazon.com/saml';
const response = 'PHNhbWxwOlJlc3BvbnNlLz4+/w==';

function form(fields: readonly (readonly [string, string])[]): Exclude<PageRequest['uploadData'], undefined> {
  const written = fields.map(([name, value]): [string, string] => [name, value]);
  return [{ bytes: Buffer.from(new URLSearchParams(written).toString()) }];
}

const post = (change: Partial<PageRequest> = {}): PageRequest => ({
  url: acs,
  method: 'POST',
  resourceType: 'mainFrame',
  uploadData: form([
    ['SAMLResponse', response],
    ['RelayState', 'https://console.aws.amazon.com/'],
  ]),
  ...change,
});
const caught = (change?: Partial<PageRequest>, acsUrls = [acs]) => catchAssertion(post(change), acsUrls);

describe('a company sign-in ends', () => {
  it.each([
    acs,
    'https://eu-west-1.signin.aws.amazon.com/saml',
    'https://signin.aws.amazon.com/saml/acs/SAMLSPABCDEF0123456789',
    'https://us-east-2.signin.aws.amazon.com/saml/acs/SAMLSPABCDEF0123456789',
  ])('with the form that the page posts to %s', (url) => {
    expect(caught({ url })).toEqual({ kind: 'assertion', assertion: response });
  });

  it('at the hosts of the partition that is asked for, and at no other’s', () => {
    const china = 'https://signin.amazonaws.cn/saml';
    expect(caught({ url: china }, [china])).toMatchObject({ kind: 'assertion' });
    expect(caught({ url: 'https://cn-north-1.signin.amazonaws.cn/saml' }, [china])).toMatchObject({
      kind: 'assertion',
    });
    expect(caught({ url: china })).toEqual({ kind: 'missed' });
    expect(caught({ url: 'https://us-gov-west-1.signin.aws.amazon.com/saml' })).toEqual({ kind: 'missed' });
  });

  it('with every byte of the response, however the form comes in parts', () => {
    const whole = Buffer.from(`RelayState=&SAMLResponse=${encodeURIComponent(response)}`);
    const uploadData = [{ bytes: whole.subarray(0, 30) }, {}, { bytes: whole.subarray(30) }];
    expect(caught({ uploadData })).toEqual({ kind: 'assertion', assertion: response });
  });
});

describe('nothing is caught', () => {
  it.each([
    ['a look-alike', { url: 'https://signin.aws.amazon.com.evil.example/saml' }],
    ['a host that ends like AWS’s', { url: 'https://evilsignin.aws.amazon.com/saml' }],
    ['a name below AWS’s that is no region', { url: 'https://evil.signin.aws.amazon.com/saml' }],
    ['a deeper name', { url: 'https://x.eu-west-1.signin.aws.amazon.com/saml' }],
    ['a letter of another alphabet', { url: 'https://sіgnin.aws.amazon.com/saml' }],
    ['another port', { url: 'https://signin.aws.amazon.com:8443/saml' }],
    ['a user before the host', { url: 'https://signin.aws.amazon.com@evil.example/saml' }],
    ['a user at AWS’s host', { url: 'https://me@signin.aws.amazon.com/saml' }],
    ['another path', { url: 'https://signin.aws.amazon.com/oauth' }],
    ['a longer path', { url: 'https://signin.aws.amazon.com/saml/' }],
    ['two segments', { url: 'https://signin.aws.amazon.com/saml/acs/a/b' }],
    ['a query', { url: `${acs}?to=1` }],
    ['a GET', { method: 'GET', url: `${acs}?SAMLResponse=x`, uploadData: [] }],
  ])('of %s, and the person is told', (_what, change) => {
    expect(caught(change)).toEqual({ kind: 'missed' });
  });

  it.each(['subFrame', 'xhr', 'image', 'script', 'ping', 'other'])('of a %s', (resourceType) => {
    expect(caught({ resourceType })).toEqual({ kind: 'pass' });
  });

  it('of http, where it does not even leave', () => {
    expect(caught({ url: 'http://signin.aws.amazon.com/saml' })).toEqual({ kind: 'cleartext' });
  });

  it.each([
    'https://login.example.com/',
    'https://other-idp.example/sso/saml2/0oa1',
    'https://idp.example/adfs/ls/',
  ])('of what one identity provider hands to another, and nobody is bothered: %s', (url) => {
    expect(caught({ url })).toEqual({ kind: 'pass' });
  });
});

describe('what AWS could not take is refused', () => {
  it.each([
    ['no response', []],
    ['two responses', [response, response]],
    ['an empty one', ['']],
    ['no base64', ['<samlp:Response/>']],
  ])('%s', (_what, responses) => {
    const uploadData = form(responses.map((one) => ['SAMLResponse', one] as const));
    expect(caught({ uploadData })).toEqual({ kind: 'refused', why: 'not-a-response' });
  });

  it('100,000 characters are taken, and one more is not', () => {
    const of = (length: number) => caught({ uploadData: form([['SAMLResponse', '+'.repeat(length)]]) });
    expect(of(100_000)).toMatchObject({ kind: 'assertion' });
    expect(of(100_001)).toEqual({ kind: 'refused', why: 'too-long' });
    expect(of(1_000_000)).toEqual({ kind: 'refused', why: 'too-long' });
  });
});
