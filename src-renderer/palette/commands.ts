import { ask } from '../ask.ts';
import { focusSearch } from '../profiles/searchFocus.ts';
import { shown } from '../shown.svelte.ts';
import { view } from '../view.svelte.ts';
import { lock } from './lock.ts';

/** What `>` in the search field finds. */
export interface PaletteCommand {
  /** Stable, unique. */
  readonly id: string;
  /** As a button would say it, such as “Add access”. */
  readonly title: string;
  /** Other words that find it. */
  readonly words?: string;
  /** What it is about, beside it. */
  readonly hint?: string;
  /** The keys that do the same, such as `Ctrl D`. */
  readonly keys?: string;
  readonly run: () => void;
}

/**
 * What the window can do whatever is selected. Each part of the window adds its line here; what belongs to a profile,
 * a place to sign in or a setting has a file of its own beside this one.
 */
export function commands(): readonly PaletteCommand[] {
  return [
    ...(view.live?.signIns.length === 0
      ? []
      : [
          {
            id: 'sync',
            title: 'Sync',
            words: 'refresh list accounts',
            run: () => {
              ask('beginSync', {});
            },
          },
        ]),
    { id: 'add-access', title: 'Add access', words: 'new sign-in source', run: () => (shown.access = true) },
    {
      id: 'role-chain',
      title: 'New role chain',
      words: 'add profile assume',
      run: () => (shown.roleChain = {}),
    },
    { id: 'lock', title: 'Lock', words: 'forget keys remove all stop', run: lock },
    {
      id: 'doctor',
      title: 'Doctor',
      words: 'health diagnostics network clock offline help why',
      run: () => (shown.doctor = true),
    },
    {
      id: 'import',
      title: 'Import and export…',
      words: 'leapp granted aws-vault aws-sso-cli config team file settings backup take over',
      run: () => (shown.import = {}),
    },
    {
      id: 'journal',
      title: 'Journal',
      words: 'history who was given keys',
      run: () => (shown.journal = true),
    },
    { id: 'settings', title: 'Settings', words: 'preferences options', run: () => (shown.settings = true) },
    {
      id: 'keys',
      title: 'Keys',
      words: 'keyboard shortcuts help',
      keys: '?',
      run: () => (shown.keys = true),
    },
    {
      id: 'guide',
      title: 'How AWS access works',
      words: 'guide help explain',
      run: () => (shown.guide = 'how-aws-access-works'),
    },
    {
      id: 'hide',
      title: 'Hide the window',
      words: 'close tray',
      keys: 'Esc',
      run: () => {
        ask('hideWindow', {});
      },
    },
    { id: 'search', title: 'Search profiles', words: 'find', run: focusSearch },
  ];
}
