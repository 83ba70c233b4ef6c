import type { Output, Progress } from '../contract.ts';
import type { EnvironmentChange } from './shellText.ts';

const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION'];

const container = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/**
 * Variables that would contradict the keys. SDKs differ in what wins: JavaScript prefers AWS_PROFILE to keys, botocore
 * reads AWS_SECURITY_TOKEN before AWS_SESSION_TOKEN, old Java and Go SDKs know AWS_ACCESS_KEY and AWS_SECRET_KEY, and
 * web identity and container variables name another role.
 */
const contradicting = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SECURITY_TOKEN',
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_CREDENTIAL_FILE',
  'AWS_SESSION_EXPIRATION',
  'AWS_CREDENTIAL_SCOPE',
  'AWS_ACCOUNT_ID',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  ...container,
];

/** What a process needs in its environment to be this profile, and nothing else. */
export function environment(issued: Output<'credentials'>): EnvironmentChange {
  // A label holds no comma.
  const labels = issued.labels.join(',');
  return {
    set: {
      AWS_ACCESS_KEY_ID: issued.accessKeyId,
      AWS_SECRET_ACCESS_KEY: issued.secretAccessKey,
      AWS_SESSION_TOKEN: issued.sessionToken,
      AWS_CREDENTIAL_EXPIRATION: issued.expiration,
      // botocore reads only the second, the JavaScript SDK only the first.
      AWS_REGION: issued.region,
      AWS_DEFAULT_REGION: issued.region,
      LATCHKEY_PROFILE: issued.profileName,
      ...(labels !== '' && { LATCHKEY_LABELS: labels }),
    },
    unset: labels === '' ? [...contradicting, 'LATCHKEY_LABELS'] : contradicting,
  };
}

/** What a process needs to get the keys of this profile from an endpoint, as often as it wants. */
export function endpointEnvironment(opened: Progress<'holdEndpoint'>, token: string): EnvironmentChange {
  const { profileName, region } = opened;
  const labels = opened.labels.join(',');
  const set = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: opened.uri,
    // A file for the token is for those who change it: every SDK takes the variable, botocore 1.29 no file.
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    LATCHKEY_PROFILE: profileName,
    ...(labels !== '' && { LATCHKEY_LABELS: labels }),
  };
  // Keys in the environment win over an endpoint everywhere.
  const unset = [...keys, ...contradicting, 'LATCHKEY_LABELS'].filter((name) => !Object.hasOwn(set, name));
  return { set, unset };
}

/** The way back: everything that `environment` and an endpoint of ours set goes. */
export const environmentAway: EnvironmentChange = {
  set: {},
  unset: [...keys, 'AWS_REGION', 'AWS_DEFAULT_REGION', 'LATCHKEY_PROFILE', 'LATCHKEY_LABELS', ...container],
};
