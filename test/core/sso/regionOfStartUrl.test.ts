import { describe, expect, it } from 'vitest';
import { regionOfStartUrl } from '../../../src-main/core/sso/regionOfStartUrl.ts';

describe('the region of a start URL', () => {
  it.each([
    ['https://ssoins-7223b02ea0bb5a21.portal.eu-west-1.app.aws', 'eu-west-1'],
    ['https://ssoins-7223b02ea0bb5a21.eu-central-2.portal.amazonaws.com/', 'eu-central-2'],
    ['https://ssoins-1.us-gov-west-1.portal.amazonaws.com', 'us-gov-west-1'],
    ['https://ssoins-1.cn-north-1.portal.amazonaws.com.cn', 'cn-north-1'],
    ['https://ssoins-1.portal.cn-northwest-1.app.amazonwebservices.com.cn', 'cn-northwest-1'],
    ['https://ssoins-1.eusc-de-east-1.portal.amazonaws.eu', 'eusc-de-east-1'],
    ['https://ssoins-1.portal.eusc-de-east-1.api.amazonwebservices.eu', 'eusc-de-east-1'],
  ])('%s names it', (startUrl, region) => {
    expect(regionOfStartUrl(startUrl)).toBe(region);
  });

  it.each([
    'https://acme.awsapps.com/start',
    'https://d-90670ca5d4.awsapps.com/start/#/',
    'https://start.us-gov-home.awsapps.com/directory/acme',
    'https://sso.example.com',
    'not an address',
  ])('%s names none', (startUrl) => {
    expect(regionOfStartUrl(startUrl)).toBeUndefined();
  });

  it.each([
    'https://acme.eu-west-1.portal.amazonaws.com.evil.example',
    'https://ssoins-1.portal.cn-north-1.app.aws',
    'https://ssoins-1.nowhere-1.portal.amazonaws.com',
  ])('%s is no portal of that region', (startUrl) => {
    expect(regionOfStartUrl(startUrl)).toBeUndefined();
  });
});
