import { isLoopback } from '../core/sso/verificationLink.ts';
import type { AwsNetwork } from '../adapters/awsNetwork.ts';

const endpointVariables = {
  ssoOidc: 'AWS_ENDPOINT_URL_SSO_OIDC',
  sso: 'AWS_ENDPOINT_URL_SSO',
  sts: 'AWS_ENDPOINT_URL_STS',
  iam: 'AWS_ENDPOINT_URL_IAM',
  signin: 'LATCHKEY_SIGNIN_URL',
} as const;

/**
 * The network of the settings, with what the environment of a home named by LATCHKEY_HOME adds: endpoints on
 * loopback, proxy and CA. In the person's own home the environment counts for nothing: a project's `.env` must not
 * redirect tokens.
 */
export function namedHomeNetwork(settings: AwsNetwork, environment: NodeJS.ProcessEnv): AwsNetwork {
  const variable = (...names: string[]): string | null =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== '') ?? null;
  const general = loopbackUrl(variable('AWS_ENDPOINT_URL'));
  const endpoint = (name: keyof typeof endpointVariables): string | null =>
    settings.endpoints[name] ??
    loopbackUrl(variable(endpointVariables[name])) ??
    (name === 'signin' ? null : general);
  return {
    endpoints: {
      ssoOidc: endpoint('ssoOidc'),
      sso: endpoint('sso'),
      sts: endpoint('sts'),
      iam: endpoint('iam'),
      signin: endpoint('signin'),
    },
    proxy:
      settings.proxy ?? loopbackUrl(variable('HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'), true),
    noProxy: settings.noProxy ?? variable('NO_PROXY', 'no_proxy'),
    caBundle: settings.caBundle ?? variable('AWS_CA_BUNDLE'),
  };
}

/** Elsewhere than on this machine nothing of a shell's environment leads: a real proxy is a setting. */
function loopbackUrl(text: string | null, mayNamePerson = false): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  const fits =
    /^https?:$/.test(url.protocol) && isLoopback(url.hostname) && (mayNamePerson || url.username === '');
  return fits ? text.replace(/\/+$/, '') : null;
}
