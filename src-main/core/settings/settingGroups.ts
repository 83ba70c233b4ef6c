import type { SettingName, SettingWords } from './settingWords.ts';

/** A setting with a place of its own in the window; its default is said, and none of them is given as text. */
const own = (
  name: SettingName,
  label: string,
  usual: string,
): Pick<SettingWords, 'name' | 'label' | 'usual' | 'preset'> & { readonly kind: 'own' } => ({
  name,
  label,
  usual,
  preset: '',
  kind: 'own',
});

const endpoint = (name: Extract<SettingName, `endpoints.${string}`>, service: string): SettingWords => ({
  ...{ name, label: `Endpoint of ${service}`, kind: 'text', trust: true },
  what: 'Another address than AWS’s own, such as a VPC endpoint: https, or http on this machine.',
  ...{ usual: 'AWS’s own', preset: '', placeholder: 'https://vpce-….amazonaws.com', words: 'vpc url' },
});

/** Every setting that a person sets, in groups as the window shows them. Pure, for window and command alike. */
export const settingGroups: readonly (readonly [heading: string, settings: readonly SettingWords[]])[] = [
  [
    'Window',
    [
      {
        ...{ name: 'theme', label: 'Theme', kind: 'choice', usual: 'as the system', preset: 'system' },
        what: 'How the window looks.',
        words: 'appearance colours light dark mode',
        choices: [
          ['system', 'As the system'],
          ['light', 'Light'],
          ['dark', 'Dark'],
        ],
      },
      {
        ...{ name: 'hotkey', label: 'Hotkey', kind: 'text', none: 'none' },
        ...{ usual: 'Ctrl+Alt+K', preset: 'CommandOrControl+Alt+K', placeholder: 'Ctrl+Alt+K' },
        what: 'Shows Latchkey with the search from any program; pressed again, it closes the window. “none” for no hotkey.',
        words: 'global shortcut accelerator keyboard',
      },
      {
        ...{ name: 'startAtLogin', label: 'When you log in', kind: 'choice' },
        ...{ usual: 'do not start Latchkey', preset: 'false' },
        what: 'Whether Latchkey starts with your desktop.',
        words: 'autostart boot login',
        choices: [
          ['false', 'Do not start Latchkey'],
          ['true', 'Start Latchkey'],
        ],
      },
      {
        ...{
          name: 'startHidden',
          label: 'Started at login',
          kind: 'choice',
          usual: 'the tray alone',
          preset: 'true',
        },
        what: 'What Latchkey shows when it was started at login.',
        words: 'hidden minimised window',
        choices: [
          ['true', 'The tray alone'],
          ['false', 'The window, too'],
        ],
      },
    ],
  ],
  [
    'Profiles',
    [
      {
        ...{ name: 'delivery', label: 'Get keys as', kind: 'choice', usual: 'keys', preset: 'keys' },
        what: 'Keys: for every program, written into the credentials file, renewed, and taken out after 8 hours. Process: nothing secret on the disk, programs ask Latchkey each time.',
        words: 'credential_process credentials file',
        choices: [
          ['keys', 'Keys in the credentials file'],
          ['process', 'A process that programs ask'],
        ],
      },
      {
        ...{
          name: 'region',
          label: 'Region',
          kind: 'text',
          regions: true,
          usual: 'that of the sign-in',
          preset: '',
        },
        what: 'Region of the console and of profiles in your AWS files.',
        placeholder: 'That of the sign-in',
      },
      {
        ...own('regions', 'Regions of accounts and profiles', 'none'),
        what: 'A region of its own for one account or one profile, which counts before the region above. It is chosen in the details of a profile.',
        by: 'the details of a profile',
      },
      {
        ...{ name: 'profileName', label: 'Profile names', kind: 'text' },
        ...{ usual: '{account}.{role}', preset: '{account}.{role}' },
        what: 'How profiles are called in your AWS files, from {account}, {accountId}, {role} and {ssoSession}; those already there keep their names.',
        placeholder: '{account}.{role}',
        words: 'template naming',
      },
      {
        ...own('aliases', 'Aliases', 'none'),
        what: 'Other words that find a profile. They are given in its details.',
        by: 'the details of a profile',
        words: 'nickname rename',
      },
      {
        ...own('hidden', 'Hidden accounts and profiles', 'none'),
        what: 'Out of sight until you search for hidden ones. An account or a profile is hidden, and shown again, in the details of a profile.',
        by: 'the details of a profile',
        words: 'hide show',
      },
    ],
  ],
  [
    'Console and browsers',
    [
      {
        ...{
          name: 'consoleBy',
          label: 'Console opens by',
          kind: 'choice',
          usual: 'keys',
          preset: 'federation',
        },
        what: 'Keys: the console starts from the role’s keys, for any way to a role. The access portal’s link: Identity Center starts it, with no session of its own at STS; only for permission sets of a sign-in.',
        words: 'portal shortcut federation signin',
        choices: [
          ['federation', 'Keys of the role'],
          ['portal', 'The access portal’s link'],
        ],
      },
      {
        ...own('browsers', 'Browsers', 'the system’s browser'),
        trust: true,
        what: 'Which browser, and which of its profiles, opens sign-ins and consoles: for all, or for one sign-in or label, so that several are open side by side.',
        by: 'the settings in the window',
        words: 'chrome edge brave firefox container private window',
      },
    ],
  ],
  [
    'Labels and ask first',
    [
      {
        ...own('labels', 'Labels', 'none'),
        by: 'latchkey label',
        what: 'Words for profiles, such as production, given to all that a pattern fits.',
        words: 'rules pattern production tag',
      },
      {
        ...own('labelColours', 'Colours of labels', 'grey'),
        what: 'The bar and the word of a label have its colour.',
        by: 'latchkey label',
        words: 'color red',
      },
      {
        ...own('askFirst', 'Ask first', 'nothing asks first'),
        what: 'A program that wants keys of what asks first waits for your answer in the window.',
        by: 'the window',
        words: 'guard confirm approve',
      },
    ],
  ],
  [
    'Safety',
    [
      {
        ...{
          name: 'lockWithScreen',
          label: 'When the screen is locked',
          kind: 'choice',
          usual: 'keys stay',
          preset: 'false',
        },
        what: 'Forgetting does what “latchkey lock” does: no keys in memory or in your files; sign-ins stay.',
        words: 'lock screensaver forget',
        choices: [
          ['false', 'Keys stay'],
          ['true', 'Keys are forgotten'],
        ],
      },
      {
        ...{
          name: 'journalDays',
          label: 'Days in the journal',
          kind: 'number',
          from: 1,
          to: 365,
          usual: '30',
          preset: '30',
        },
        what: 'How long the journal remembers who was given keys, 1 to 365.',
        words: 'history log',
      },
      {
        ...{ name: 'agentIdleMinutes', label: 'Minutes until an idle agent ends', kind: 'number' },
        ...{ from: 0.01, to: 1440, parts: true, usual: '30', preset: '30' },
        what: 'An agent that the command started, and that holds nothing, ends after so many minutes without a question.',
        words: 'timeout background',
      },
    ],
  ],
  [
    'Notifications',
    [
      {
        ...{
          name: 'notifySignInEnd',
          label: 'Before a sign-in ends',
          kind: 'choice',
          usual: 'say so',
          preset: 'true',
        },
        what: 'One notification before a sign-in ends for good, with Renew.',
        choices: [
          ['true', 'Say so'],
          ['false', 'Stay quiet'],
        ],
        words: 'notification expiry remind',
      },
    ],
  ],
  [
    'Network',
    [
      {
        ...{ name: 'proxy', label: 'Proxy', kind: 'text', trust: true, usual: 'none', preset: '' },
        what: 'Every call to AWS goes through it; the environment’s proxy is not used.',
        placeholder: 'http://proxy.example:3128',
      },
      {
        ...{
          name: 'noProxy',
          label: 'Hosts reached without the proxy',
          kind: 'text',
          trust: true,
          usual: 'none',
          preset: '',
        },
        what: 'Separated by commas, such as .example.com.',
        placeholder: '.example.com, 10.0.0.1',
      },
      {
        ...{
          name: 'caBundle',
          label: 'CA certificates',
          kind: 'text',
          trust: true,
          usual: 'none',
          preset: '',
        },
        what: 'Path of PEM certificates trusted beside the system’s, for a proxy that looks into TLS.',
        placeholder: '/path/to/ca.pem',
        words: 'tls certificate authority bundle',
      },
      endpoint('endpoints.ssoOidc', 'sign-ins (SSO OIDC)'),
      endpoint('endpoints.sso', 'the access portal (SSO)'),
      endpoint('endpoints.sts', 'STS'),
      endpoint('endpoints.iam', 'IAM'),
      endpoint('endpoints.signin', 'the console’s sign-in'),
    ],
  ],
  [
    'Secrets',
    [
      {
        ...own('secrets', 'Where sign-ins are kept', 'the system’s keychain'),
        what: 'The system’s keychain, memory only, or an encrypted file with a passphrase. The choice is made once, before the first sign-in.',
        by: 'latchkey settings set secrets',
        words: 'keychain memory file passphrase keyring',
        trust: true,
      },
    ],
  ],
  [
    'Import, export and the team’s file',
    [
      {
        ...own('teamFile', 'The team’s file', 'none'),
        trust: true,
        what: 'Sign-ins, role chains, labels and aliases that a team shares, in a file such as one of a git checkout. Each change of it is shown, and taken when you accept it.',
        by: 'the settings in the window',
        words: 'share git import export',
      },
    ],
  ],
];

export const allSettings: readonly SettingWords[] = settingGroups.flatMap(([, settings]) => settings);
