import type { App, Call } from '../app.ts';
import { browserTrouble } from '../core/console/browserTrouble.ts';
import { browserWords } from '../core/console/browserWords.ts';
import type { Browsers } from '../core/console/installedBrowser.ts';
import type { Clock } from '../core/ports.ts';
import type { DeskCommands, DeskPorts } from './desk.ts';
import { terminalLine } from './terminalLine.ts';

export interface ConsoleCommandPorts extends Pick<DeskPorts, 'openPage' | 'copy' | 'readClipboard'> {
  readonly app: App;
  readonly clock: Clock;
  readonly platform: string;
  readonly browsers: Pick<Browsers, 'installed'>;
}

/** Milliseconds that AWS takes a console link for. */
const linkLives = 15 * 60 * 1000;

type Commands = Pick<
  DeskCommands,
  'openConsole' | 'copyConsoleLink' | 'listBrowsers' | 'showBrowser' | 'copyTerminalLine' | 'copyText'
>;

export interface ConsoleCommands {
  readonly commands: Commands;
  /** For one who ends before the link does: takes it off the clipboard, where nobody has copied anything since. */
  readonly forgetLink: () => Promise<void>;
}

/** What takes a profile to the browser or to the clipboard. */
export function consoleCommands(ports: ConsoleCommandPorts): ConsoleCommands {
  let copied: string | undefined;
  return {
    commands: commandsOf(ports, (link) => {
      copied = link;
    }),
    forgetLink: async () => {
      if (copied !== undefined) await takeOff(ports, copied);
    },
  };
}

/** `copied` is told of a link that signs in. */
function commandsOf(ports: ConsoleCommandPorts, copied: (link: string) => void): Commands {
  const { app, copy, browsers } = ports;
  return {
    async openConsole({ open: chosen, ...input }, { signal }) {
      const call = byPerson(signal);
      const { open } = chosen ? { open: chosen } : await app.browserFor({ profile: input.profile }, call);
      const installed = await browsers.installed();
      // Before AWS is asked: a link that nothing opens would only lie around.
      const trouble = browserTrouble(open, installed);
      if (trouble !== undefined) throw trouble;
      const { link, ...opened } = await app.consoleLink(withLast(input), call);
      await ports.openPage(link, { open, isSecret: opened.by === 'federation' });
      return { ...opened, browser: browserWords(open, installed) };
    },

    async copyConsoleLink(input, { signal }) {
      const { link, ...opened } = await app.consoleLink(withLast(input), byPerson(signal));
      await copy(link);
      if (opened.by === 'federation') {
        copied(link);
        void ports.clock.sleep(linkLives).then(
          () => takeOff(ports, link),
          () => undefined,
        );
      }
      return opened;
    },

    async listBrowsers() {
      return { browsers: [...(await browsers.installed())] };
    },

    async showBrowser(whose, { signal }) {
      const { open } = await app.browserFor(whose, byPerson(signal));
      const installed = await browsers.installed();
      const trouble = browserTrouble(open, installed);
      return { open, words: browserWords(open, installed), trouble: trouble?.message ?? null };
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

function byPerson(signal: AbortSignal): Call {
  return { signal, requester: { kind: 'person' }, progress: () => undefined };
}

/** Who names no page goes on where they were. */
function withLast<
  Input extends { readonly service?: string | undefined; readonly path?: string | undefined },
>(input: Input): Input {
  return input.path === undefined && input.service === undefined ? { ...input, service: 'last' } : input;
}

/** Where nobody has copied anything since. */
async function takeOff(
  { readClipboard, copy }: Pick<ConsoleCommandPorts, 'readClipboard' | 'copy'>,
  link: string,
): Promise<void> {
  try {
    if ((await readClipboard()) === link) await copy('');
  } catch {
    // A clipboard that cannot be read is left as it is.
  }
}
