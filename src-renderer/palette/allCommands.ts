import { profileList } from '../profiles/profileList.svelte.ts';
import { commands, type PaletteCommand } from './commands.ts';
import { placeCommands } from './placeCommands.ts';
import { profileCommands } from './profileCommands.ts';
import { settingCommands } from './settingCommands.ts';

/** Everything that `>` finds now: of the selected profile, of the window, of each place to sign in, each setting. */
export function allCommands(): readonly PaletteCommand[] {
  return [...profileCommands(profileList.selected), ...commands(), ...placeCommands(), ...settingCommands()];
}
