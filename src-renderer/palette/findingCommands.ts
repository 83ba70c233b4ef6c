import type { ListedProfile } from '../../src-main/contract.ts';
import { showAgain, showAgainWords } from '../details/showAgain.ts';
import { shown } from '../shown.svelte.ts';
import type { PaletteCommand } from './commands.ts';

/** How a profile is found: its alias, its region, and whether it is in sight. */
export function findingCommands(row: ListedProfile): readonly PaletteCommand[] {
  const hiding: PaletteCommand =
    row.hidden === undefined
      ? {
          ...{ id: 'profile-hide', title: 'Hide…', words: 'account out of sight' },
          run: () => (shown.finding = { what: 'hide', row }),
        }
      : {
          id: 'profile-show',
          title: showAgainWords(row),
          words: 'hidden unhide',
          run: () => {
            showAgain(row);
          },
        };
  return [
    {
      ...{ id: 'profile-alias', title: row.alias === undefined ? 'Add an alias…' : 'Change the alias…' },
      ...{ words: 'name word rename', run: () => (shown.finding = { what: 'alias', row }) },
    },
    {
      ...{ id: 'profile-region', title: 'Change the region…', words: 'default account' },
      run: () => (shown.finding = { what: 'region', row }),
    },
    hiding,
  ];
}
