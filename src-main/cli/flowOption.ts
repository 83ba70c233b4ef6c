import { Option } from 'commander';

export type SignInFlow = 'device' | 'pkce';

/** How to sign in. */
export function flowOption(): Option {
  return new Option('--flow <flow>', 'compare a code (device), or come back to this computer (pkce)').choices(
    ['device', 'pkce'],
  );
}
