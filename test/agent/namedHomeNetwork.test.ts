import { expect, test } from 'vitest';
import { namedHomeNetwork } from '../../src-main/agent/namedHomeNetwork.ts';

const settings = {
  endpoints: { ssoOidc: null, sso: null, sts: null, iam: null, signin: null },
  ...{ proxy: null, noProxy: null, caBundle: null },
};

test('a named home takes an endpoint of IAM from its environment, on loopback alone', () => {
  const iam = (environment: Record<string, string>) => namedHomeNetwork(settings, environment).endpoints.iam;
  expect(iam({ AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:9/iam' })).toBe('http://127.0.0.1:9/iam');
  expect(iam({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9' })).toBe('http://127.0.0.1:9');
  expect(iam({ AWS_ENDPOINT_URL_IAM: 'https://iam.example.com' })).toBeNull();
});
