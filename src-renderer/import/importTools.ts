import type { WindowInput } from '../../src-main/contract.ts';

export type ImportFrom = WindowInput<'planImport'>['from'];

export interface ImportTool {
  readonly from: ImportFrom;
  readonly title: string;
  /** What of it is taken, and what never. */
  readonly why: string;
  /** It has a file of its own that can be pointed to. */
  readonly hasFile: boolean;
}

export const importTools: readonly ImportTool[] = [
  {
    from: 'leapp',
    title: 'Leapp',
    why: 'Its sign-ins, role chains, regions and what is pinned. Its keys stay in the keychain.',
    hasFile: true,
  },
  {
    from: 'aws',
    title: '~/.aws/config',
    why: 'Sign-ins (sso-session), profiles with a role, and the names of the others.',
    hasFile: false,
  },
  {
    from: 'granted',
    title: 'Granted',
    why: 'Its sign-ins and profiles. Browsers, registries and commands are listed and not taken.',
    hasFile: true,
  },
  {
    from: 'aws-sso-cli',
    title: 'aws-sso-cli',
    why: 'Sign-ins, roles behind others (Via), profile names, tags as labels, and regions.',
    hasFile: true,
  },
  {
    from: 'aws-vault',
    title: 'aws-vault',
    why: 'The profiles of ~/.aws/config as aws-vault reads them. Its keychain is not read.',
    hasFile: false,
  },
];

/** Of the parts of a plan, in their order. */
export const kindTitles = {
  'sign-in': 'Sign-ins',
  profile: 'Profiles and role chains',
  alias: 'Aliases',
  region: 'Regions',
  favourite: 'Favourites',
  hidden: 'Hidden',
  label: 'Labels',
  colour: 'Colours of labels',
  mark: 'Ask first',
  setting: 'Settings',
} as const;
