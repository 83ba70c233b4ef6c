import { CommandError } from '../api.ts';

interface Words {
  readonly message: string;
  readonly hint: string | null;
  readonly details: readonly string[];
}

/** What the window says where the command line names a command; the first that fits counts. */
const hints: readonly (readonly [named: RegExp, words: string | null])[] = [
  [/settings set caBundle/, 'Name the right file under Settings, “CA certificates”.'],
  [/settings set proxy/, 'Give them in its address under Settings, “Proxy”.'],
  [/settings set secrets memory/, 'Start a keychain, or choose another place while no sign-in is kept.'],
  [/settings set secrets file/, 'Type a passphrase.'],
  [/settings list/, 'Correct it under Settings.'],
  [/login \S+ --replace/, 'Sign in again and choose which of the two stays.'],
  [/check the region of the sign-in/, 'Sign in again; if it ends at once again, its region may be wrong.'],
  [/latchkey login/, 'Sign in again.'],
  [/latchkey doctor/, 'Look at this machine’s clock, network and proxy; then try again.'],
  [/sso remove/, 'Take another name, or remove that sign-in first.'],
  [
    /sso list\b.*\badministrator|administrator.*sso list/,
    'Compare start URL and region with those your administrator gave you.',
  ],
  [/--mfa-serial/, 'Remove the IAM user here and add it again with its MFA device.'],
  [/iam-user add/, 'Use “Add access”, “With an access key of an IAM user”.'],
  [/iam-user list|source list/, 'The side bar shows which there are.'],
  [/profile edit/, 'Remove them first, or let them begin elsewhere.'],
  [/profile test/, 'Test it in its details.'],
  [/latchkey (sso|source add)/, 'Use “Add access”.'],
  [/list --active/, 'The view “Active” shows which profiles have keys.'],
  [/latchkey (list|sync)/, 'Choose it from the list, or press Sync if it is new.'],
  [/latchkey start asks/, 'Unlock it with its passphrase; you stay signed in.'],
  [/latchkey start/, 'Get the keys again.'],
  [/--as NAME/, 'Rename or remove that section yourself, or change how profiles are named under Settings.'],
  [/--duration/, 'Get the keys again, then open the console.'],
  [/--for\b/, 'Set “Get keys as” to keys.'],
  [/--flow device/, 'Sign in again; where the browser is on another machine use a device code.'],
  [/LATCHKEY_HOME/, 'The choice is made once and stays, so that no secret is left behind in the old place.'],
];

/** A terminal's words: an option, or the command with one of its own. */
const terminal = /(^|\s|`)--[a-z]|latchkey [a-z]+/;

/** An error as the window says it: the command line's hints name commands, which are no help here. */
export function inWords(error: unknown): Words {
  if (!(error instanceof CommandError)) {
    return { message: 'Latchkey met a fault of its own.', hint: null, details: [] };
  }
  const { message, hint, details } = error;
  return { message, hint: hintInWords(hint), details };
}

export function hintInWords(hint: string | null): string | null {
  if (hint === null) return null;
  const known = hints.find(([named]) => named.test(hint));
  if (known !== undefined) return known[1];
  return terminal.test(hint) ? null : hint;
}
