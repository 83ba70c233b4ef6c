import type { JournalEntry } from '../../src-main/contract.ts';

/** What keys are wanted for; `short` where a line has to be enough. */
export const useWords: Readonly<
  Record<JournalEntry['how'], { readonly short: string; readonly what: string }>
> = {
  env: { short: 'latchkey env', what: 'Keys for a shell’s environment (latchkey env)' },
  exec: { short: 'latchkey exec', what: 'Keys for a program that it starts (latchkey exec)' },
  each: { short: 'latchkey each', what: 'Keys for one command in several profiles (latchkey each)' },
  credentials: { short: 'Keys', what: 'Keys, for the program itself' },
  'credential-process': { short: 'credential_process', what: 'Keys through its profile in your AWS files' },
  endpoint: { short: 'Endpoint', what: 'An endpoint on this machine that gives keys while it is open' },
  grant: {
    short: 'Grant',
    what: 'A door for a container or another machine that gives keys while it is open',
  },
  keys: { short: 'Keys in a file', what: 'Keys written into your credentials file' },
  process: {
    short: 'Process in a file',
    what: 'A profile in your AWS files that gives keys when it is used',
  },
  console: { short: 'Console', what: 'A link that signs a browser in to the console' },
  portal: { short: 'Access portal', what: 'A page of the access portal that opens the console; no keys' },
  test: { short: 'Test', what: 'A test, which takes the profile’s roles' },
};
