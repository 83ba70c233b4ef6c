import { describe, expect, it } from 'vitest';
import { isAwsPage } from '../../../src-main/core/console/isAwsPage.ts';

const good = [
  'https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH',
  'https://device.sso.us-gov-west-1.amazonaws.com/',
  'https://device.sso.cn-north-1.amazonaws.com.cn/',
  'https://corp.awsapps.com/start/#/device?user_code=ABCD-EFGH',
  'https://start.us-gov-home.awsapps.com/directory/corp',
  'https://ssoins-1234.eu-west-1.portal.amazonaws.com/#/device?user_code=ABCD-EFGH',
  'https://corp.awsapps.cn/start',
  'https://ssoins-1234.portal.eu-west-1.app.aws/',
  'https://oidc.eu-west-1.amazonaws.com/authorize?response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F',
  'https://signin.aws.amazon.com/federation?Action=login&SigninToken=abc',
  'https://eu-west-1.signin.aws.amazon.com/federation?Action=login',
  'https://us-gov-east-1.signin.amazonaws-us-gov.com/federation?Action=login',
  'https://signin.amazonaws.cn/federation?Action=login',
];

const host = 'corp.awsapps.com';
const schemes = [
  'http',
  'file',
  'ftp',
  'smb',
  'ssh',
  'ws',
  'wss',
  'ms-msdt',
  'ms-officecmd',
  'search-ms',
  'vscode',
]
  .concat([
    'javascript',
    'data',
    'blob',
    'about',
    'chrome',
    'view-source',
    'tel',
    'mailto',
    'x-apple.systempreferences',
  ])
  .concat(['app', 'latchkey', 'intent', 'steam', 'jar:https', 'feed:https', 'HTTP']);
const userinfo = ['a@', 'a:b@', ':@', '@', 'https%3A@', 'evil.example%2f@', 'a@b@'].map(
  (who) => `https://${who}${host}/`,
);
const ports = ['80', '8443', '0', '444', '65535', '99999', '1x', '-1'].map(
  (port) => `https://${host}:${port}/`,
);
const lookalikes = [
  'awsapps.com',
  'corp-awsapps.com',
  'corp.awsapps.com.evil.example',
  'corp.awsapps.com.',
  'corp.awsapps.co',
  'corp.awsapps.com-evil.example',
  'evilawsapps.com',
  'evilapp.aws',
  'app.aws',
  'portal.amazonaws.com',
  'evil.amazonaws.com',
  's3.amazonaws.com',
  'bucket.s3.eu-west-1.amazonaws.com',
  'execute-api.eu-west-1.amazonaws.com',
  'device.sso.evil.amazonaws.com',
  'device.sso.eu-west-1.amazonaws.com.evil.example',
  'device.sso.eu-west-1.evil.example',
  'device.sso.eu-west-1.s3.amazonaws.com',
  'device.sso.amazonaws.com',
  'device.sso..amazonaws.com',
  'device.sso.cn-north-1.amazonaws.com',
  'device.sso.eu-west-1.amazonaws.com.cn',
  'xdevice.sso.eu-west-1.amazonaws.com',
  'a.device.sso.eu-west-1.amazonaws.com',
  'device.sso.eu-west-1.x.amazonaws.com',
  'signin.aws.amazon.com.evil.example',
  'evil-signin.aws.amazon.com',
  'evil.signin.aws.amazon.com',
  'signin.aws',
  'aws.amazon.com',
  'console.aws.amazon.com',
  'xn--crp-2na.awsapps.com.evil.example',
  'xn--wsapps-3of.com',
  'localhost',
  '127.0.0.1',
  '[::1]',
  '10.0.0.1',
  '169.254.169.254',
  '2130706433',
  '0x7f.1',
  'evil.example',
].flatMap((name) => [`https://${name}/`, `https://${name}/federation`, `https://${name}/authorize`]);
const letters = [
  ...[
    '\t',
    '\n',
    '\r',
    ' ',
    '\0',
    '\v',
    '\f',
    '\u00a0',
    '\u2028',
    '\u200b',
    '\u202e',
    '\ufeff',
    '\\',
    '\u007f',
  ],
].flatMap((letter) => [
  `${letter}https://${host}/`,
  `https:${letter}//${host}/`,
  `https://${letter}${host}/`,
  `https://${host}${letter}/`,
  `https://${host}/${letter}`,
  `https://${host}/start?a=${letter}b`,
]);
const international = [
  'https://corp.аwsapps.com/',
  'https://corp。awsapps。com/',
  'https://corp.awsapps.com／evil.example/',
  'https://corp.awsapps.com．evil.example/',
  'https://corp.ａwsapps.com/',
  'https://corp.awsapps.coⓂ/',
  'https://ﬀ.awsapps.com/',
  'https://corp.awsapps.com℀.evil.example/',
  'https://cörp.awsapps.com/',
];
const shapes = [
  ...['', 'https', 'https:', 'https://', 'https:///', 'https:/corp.awsapps.com', 'https:corp.awsapps.com'],
  ...['//corp.awsapps.com/', 'corp.awsapps.com', '/start', '--help', '-e', 'https://?corp.awsapps.com'],
  ...[
    'https:\\\\corp.awsapps.com',
    'https://evil.example\\@corp.awsapps.com/',
    'https://evil.example/@corp.awsapps.com/',
  ],
  ...['https://evil.example#corp.awsapps.com', 'https://evil.example?https://corp.awsapps.com/'],
  ...[
    'https://evil.example/https://corp.awsapps.com/',
    'https:////corp.awsapps.com/',
    'https:////a@corp.awsapps.com/',
    'https:/\\corp.awsapps.com/',
  ],
  ...[
    'https://signin.aws.amazon.com/',
    'https://signin.aws.amazon.com/oauth?redirect_uri=https://evil.example',
  ],
  ...['https://signin.aws.amazon.com/federation/', 'https://signin.aws.amazon.com//federation'],
  ...['https://oidc.eu-west-1.amazonaws.com/', 'https://oidc.eu-west-1.amazonaws.com/token'],
  ...['https://oidc.eu-west-1.amazonaws.com/authorize/x', 'https://oidc.evil.amazonaws.com/authorize'],
  ...[
    'https://%63orp.awsapps.com@evil.example/',
    'https://corp%2eawsapps%2ecom.evil.example/',
    'https://a_b.awsapps.com/',
  ],
];
const hostile = [
  ...schemes.map((scheme) => `${scheme}://${host}/`),
  ...schemes.map((scheme) => `${scheme}:${host}`),
  ...[...userinfo, ...ports, ...lookalikes, ...letters, ...international, ...shapes],
];

describe('a browser is sent', () => {
  it.each(good)('to %s', (link) => {
    expect(isAwsPage(link)).toBe(true);
  });

  it(`to none of ${hostile.length} pages that are not AWS’s or only look so`, () => {
    expect(hostile.length).toBeGreaterThanOrEqual(200);
    expect(hostile.filter((link) => isAwsPage(link))).toEqual([]);
  });

  it('to an endpoint that the person has set, and to nothing beside it', () => {
    const own = ['https://vpce-1.signin.eu-west-1.vpce.amazonaws.com', 'http://127.0.0.1:4566'];
    expect(isAwsPage(`${own[0]!}/federation?SigninToken=x`, { own })).toBe(true);
    expect(isAwsPage(`${own[1]!}/federation`, { own })).toBe(true);
    expect(isAwsPage('http://127.0.0.1:4567/federation', { own })).toBe(false);
    expect(hostile.filter((link) => isAwsPage(link, { own }))).toEqual([]);
  });

  it('to this machine only in a home of tests or the demo', () => {
    for (const link of ['http://127.0.0.1:8080/device', 'http://localhost:1/', 'https://[::1]:4/authorize']) {
      expect([isAwsPage(link), isAwsPage(link, { allowsLoopback: true })]).toEqual([false, true]);
    }
    const others = hostile.filter(
      (link) => !/^https:\/\/(localhost|127\.0\.0\.1|\[::1\]|2130706433|0x7f\.1)\//.test(link),
    );
    expect(others.filter((link) => isAwsPage(link, { allowsLoopback: true }))).toEqual([]);
  });
});
