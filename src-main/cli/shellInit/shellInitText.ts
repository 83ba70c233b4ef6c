import { shellWord } from '../shellText.ts';
import bash from './bash.sh?raw';
import fish from './fish.fish?raw';
import powershell from './powershell.ps1?raw';
import zsh from './zsh.zsh?raw';

export const initialShells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type InitialShell = (typeof initialShells)[number];

const texts: Record<InitialShell, string> = { bash, zsh, fish, powershell };

/** Their next word is a profile. */
const takeProfile = ['start', 'stop', 'env', 'exec', 'credentials', 'console', 'grant', 'label', 'favourite'];

/** What a shell evaluates when it starts. `command` is how this program is called, `names` are its commands. */
export function shellInitText(
  shell: InitialShell,
  command: readonly string[],
  names: readonly string[],
): string {
  const listed = (words: readonly string[]): string =>
    shell === 'powershell' ? words.map(shellWord.powershell).join(', ') : words.join(' ');
  const holes: Record<string, string> = {
    COMMAND: command.map(shellWord[shell]).join(' '),
    COMMANDS: listed(names),
    PROFILE_COMMANDS: listed(takeProfile.filter((name) => names.includes(name))),
  };
  return texts[shell].replaceAll(/@([A-Z_]+)@/g, (hole, name: string) => holes[name] ?? hole);
}
