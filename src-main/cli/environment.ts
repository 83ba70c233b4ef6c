import type { Output } from '../contract.ts';
import type { EnvironmentChange } from './shellText.ts';

/**
 * Variables that would contradict the keys. SDKs differ in what wins: JavaScript prefers AWS_PROFILE to keys, botocore
 * reads AWS_SECURITY_TOKEN before AWS_SESSION_TOKEN, and web identity and container variables name another role.
 */
const contradicting = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_SCOPE',
  'AWS_ACCOUNT_ID',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/** What a process needs in its environment to be this profile, and nothing else. */
export function environment(issued: Output<'credentials'>): EnvironmentChange {
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
    },
    unset: contradicting,
  };
}

/** The way back: everything that `environment` sets goes. */
export const environmentAway: EnvironmentChange = {
  set: {},
  unset: [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_CREDENTIAL_EXPIRATION',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'LATCHKEY_PROFILE',
  ],
};
