import type { App } from '../app.ts';
import type { DeskCommands } from './desk.ts';
import { terminalLine } from './terminalLine.ts';

export interface ConsoleCommandPorts {
  readonly app: App;
  readonly platform: string;
  readonly openPage: (link: string) => Promise<void>;
  readonly copy: (text: string) => Promise<void>;
}

/** What takes a profile to the browser or to the clipboard. */
export function consoleCommands(
  ports: ConsoleCommandPorts,
): Pick<DeskCommands, 'openConsole' | 'copyTerminalLine' | 'copyText'> {
  const { app, copy } = ports;
  return {
    async openConsole(input, { signal }) {
      const requester = { kind: 'person' as const };
      const call = { signal, requester, progress: () => undefined };
      const { link, profileName, endsAt } = await app.consoleLink(input, call);
      await ports.openPage(link);
      return { profileName, endsAt };
    },

    async copyTerminalLine({ profile: query }, { signal }) {
      const call = { signal, progress: () => undefined };
      const { profile } = await app.findProfile({ profile: query }, call);
      const line = terminalLine(profile.name, ports.platform);
      await copy(line);
      return { line };
    },

    async copyText({ text }) {
      await copy(text);
      return {};
    },
  };
}
