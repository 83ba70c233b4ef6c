import { checkRegion } from '../signIn/checkRegion.ts';
import { checkDays, checkNoProxy, checkPath, checkProfileName, checkProxy } from './checks.ts';

interface Common {
  /** As main calls it. */
  readonly name: string;
  readonly label: string;
  /** What it does, and its default: one sentence each. */
  readonly hint: string;
  /** It decides where tokens go. */
  readonly trust?: boolean;
}

/** A setting out of a few. */
export interface ChoiceSetting extends Common {
  readonly kind: 'choice';
  readonly choices: readonly (readonly [value: string, label: string])[];
}

/** A setting that is typed; empty is its default. */
export interface TextSetting extends Common {
  readonly kind: 'text';
  readonly placeholder: string;
  readonly check: (text: string) => string | undefined;
  readonly regions?: boolean;
}

export type SettingField = ChoiceSetting | TextSetting;

/** The settings of the window, in groups as they are shown. */
export const settingGroups: readonly (readonly [heading: string, fields: readonly SettingField[]])[] = [
  [
    'Window',
    [
      {
        name: 'theme',
        label: 'Theme',
        kind: 'choice',
        hint: 'How the window looks. Default: as the system.',
        choices: [
          ['system', 'As the system'],
          ['light', 'Light'],
          ['dark', 'Dark'],
        ],
      },
    ],
  ],
  [
    'Profiles',
    [
      {
        name: 'delivery',
        label: 'Get keys as',
        kind: 'choice',
        hint: 'Keys: for every program, written into the credentials file, renewed, and taken out after 8 hours. Process: nothing secret on the disk, programs ask Latchkey each time. Default: keys.',
        choices: [
          ['keys', 'Keys in the credentials file'],
          ['process', 'A process that programs ask'],
        ],
      },
      {
        name: 'region',
        label: 'Region',
        kind: 'text',
        hint: 'Region of the console and of profiles in your AWS files. Default: that of the sign-in.',
        placeholder: 'That of the sign-in',
        check: checkRegion,
        regions: true,
      },
      {
        name: 'profileName',
        label: 'Profile names',
        kind: 'text',
        hint: 'How profiles are called in your AWS files, from {account}, {accountId}, {role} and {ssoSession}; those already there keep their names. Default: {account}.{role}.',
        placeholder: '{account}.{role}',
        check: checkProfileName,
      },
    ],
  ],
  [
    'Safety',
    [
      {
        name: 'lockWithScreen',
        label: 'When the screen is locked',
        kind: 'choice',
        hint: 'Forgetting does what “latchkey lock” does: no keys in memory or in your files; sign-ins stay. Default: keys stay.',
        choices: [
          ['false', 'Keys stay'],
          ['true', 'Keys are forgotten'],
        ],
      },
      {
        name: 'journalDays',
        label: 'Days in the journal',
        kind: 'text',
        hint: 'How long the journal remembers who was given keys, 1 to 365. Default: 30.',
        placeholder: '30',
        check: checkDays,
      },
    ],
  ],
  [
    'Network',
    [
      {
        name: 'proxy',
        label: 'Proxy',
        kind: 'text',
        trust: true,
        hint: 'Every call to AWS goes through it; the environment’s proxy is not used. Default: none.',
        placeholder: 'http://proxy.example:3128',
        check: checkProxy,
      },
      {
        name: 'noProxy',
        label: 'Hosts reached without the proxy',
        kind: 'text',
        trust: true,
        hint: 'Separated by commas, such as .example.com. Default: none.',
        placeholder: '.example.com, 10.0.0.1',
        check: checkNoProxy,
      },
      {
        name: 'caBundle',
        label: 'CA certificates',
        kind: 'text',
        trust: true,
        hint: 'Path of PEM certificates trusted beside the system’s, for a proxy that looks into TLS. Default: none.',
        placeholder: '/path/to/ca.pem',
        check: checkPath,
      },
    ],
  ],
];
