import type { AgentPaths } from './agentPaths.ts';

const always = [
  'HOME',
  'PATH',
  'USER',
  'LOGNAME',
  'LANG',
  'TZ',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'DBUS_SESSION_BUS_ADDRESS',
  'AWS_EC2_METADATA_DISABLED',
];

/** What an unlock dialog needs: an agent that nobody at a terminal started must never raise one. */
const atTerminal = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY'];

/** For tests and the demo: what redirects tokens or chooses the store counts in a named home alone. */
const inNamedHome = [
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_SSO_OIDC',
  'AWS_ENDPOINT_URL_SSO',
  'AWS_ENDPOINT_URL_STS',
  'AWS_ENDPOINT_URL_IAM',
  'AWS_EC2_METADATA_SERVICE_ENDPOINT',
  'LATCHKEY_SIGNIN_URL',
  'LATCHKEY_SECRETS',
  'LATCHKEY_PASSPHRASE',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'AWS_CA_BUNDLE',
];

/**
 * The whole environment of a started agent. It outlives the terminal and the project it was started from, so
 * nothing that is not named here goes along.
 */
export function agentEnvironment(
  environment: NodeJS.ProcessEnv,
  paths: AgentPaths,
  terminal: boolean,
): Record<string, string> {
  const names = [...always, ...(terminal ? atTerminal : []), ...(paths.named ? inNamedHome : [])];
  const languages = Object.keys(environment).filter((name) => /^LC_[A-Z]+$/.test(name));
  const kept: Record<string, string> = {};
  for (const name of [...names, ...languages]) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  if (paths.homeVariable !== undefined) kept[paths.homeVariable.name] = paths.homeVariable.value;
  // Node reads this one before any code of ours runs, so the agent refuses it; the same file under the SDKs' name.
  const authorities = environment['NODE_EXTRA_CA_CERTS'];
  if (paths.named && authorities !== undefined) kept['AWS_CA_BUNDLE'] ??= authorities;
  return kept;
}
