import type { ListedProfile } from '../../src-main/contract.ts';
import { setMark } from '../guard/setMark.ts';
import { markOf } from '../guard/markOf.ts';
import { inOrder } from '../inOrder.ts';
import { modKey } from '../keys/keys.ts';
import { printedAccountId } from '../printedAccountId.ts';
import { rowActions } from '../profiles/rowActions.svelte.ts';
import { standing } from '../profiles/standing.svelte.ts';
import { shown } from '../shown.svelte.ts';
import { view } from '../view.svelte.ts';
import type { PaletteCommand } from './commands.ts';
import { findingCommands } from './findingCommands.ts';

/** What can be done with the profile that is selected in the list. */
export function profileCommands(row: ListedProfile | undefined): readonly PaletteCommand[] {
  if (row === undefined) return [];
  const hint = inOrder(`${row.accountName ?? printedAccountId(row.accountId)} / ${row.roleName}`);
  const favourite = standing.favourites.has(row.id);
  const keys = standing.delivered.has(row.id) ? 'Remove keys' : 'Get keys';
  const all: readonly Omit<PaletteCommand, 'hint'>[] = [
    {
      ...{ id: 'profile-console', title: 'Open the console', words: 'browser aws', keys: 'Enter' },
      run: () => {
        rowActions.openConsole(row);
      },
    },
    {
      ...{ id: 'profile-console-choice', title: 'Choose a page of the console', keys: `${modKey} O` },
      words: 'service region duration browser copy link portal',
      run: () => (shown.console = row),
    },
    {
      ...{ id: 'profile-copy', title: 'Copy the line for your terminal', keys: `${modKey} C` },
      words: 'shell env export clipboard',
      run: () => {
        rowActions.copyLine(row);
      },
    },
    {
      ...{ id: 'profile-keys', title: keys, keys: `${modKey} Enter` },
      words: 'credentials start stop deliver',
      run: () => {
        rowActions.toggleKeys(row);
      },
    },
    {
      ...{ id: 'profile-favourite', title: favourite ? 'No longer a favourite' : 'Make it a favourite' },
      ...{
        words: 'star',
        keys: `${modKey} D`,
        run: () => {
          rowActions.favourite(row);
        },
      },
    },
    {
      ...{
        id: 'profile-details',
        title: shown.details ? 'Close the details' : 'Details',
        keys: `${modKey} I`,
      },
      run: () => (shown.details = !shown.details),
    },
    ...markCommands(row),
    ...findingCommands(row),
    ...chainCommands(row),
  ];
  return all.map((command) => ({ ...command, hint }));
}

function markCommands(row: ListedProfile): readonly PaletteCommand[] {
  const mark = view.live && markOf(row, view.live, undefined);
  // What a label or a chain marks is loosened where that is.
  if (mark === undefined || mark.inherited !== undefined) return [];
  const title = mark.own ? 'No longer ask first' : 'Ask first';
  const words = 'guard mark question programs';
  return [{ id: 'profile-mark', title, words, run: () => void setMark(row, !mark.own) }];
}

function chainCommands(row: ListedProfile): readonly PaletteCommand[] {
  if (row.kind === 'role-chain') {
    const profile = row.id;
    return [
      { id: 'chain-edit', title: 'Edit the chain…', run: () => (shown.roleChain = { profile }) },
      { id: 'chain-test', title: 'Test', run: () => (shown.roleChain = { profile, test: true }) },
      {
        ...{ id: 'chain-remove', title: 'Remove this role chain…', words: 'delete' },
        run: () => (shown.asked = { of: row.id, what: 'remove' }),
      },
    ];
  }
  if (row.kind !== 'account-role' && row.kind !== 'iam-user') return [];
  const from = row.kind === 'iam-user' ? row.origin : row.id;
  const title = 'New role chain from here…';
  return [{ id: 'chain-from', title, words: 'assume add', run: () => (shown.roleChain = { from }) }];
}
