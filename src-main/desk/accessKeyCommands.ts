import type { App } from '../app.ts';
import { accessKeyIn } from './accessKeyIn.ts';
import type { DeskCommands } from './desk.ts';

export interface AccessKeyPorts {
  readonly app: App;
  readonly readClipboard: () => Promise<string>;
  readonly copy: (text: string) => Promise<void>;
  /** Text of a file that the person chooses; undefined when they choose none. */
  readonly chooseTextFile: (title: string) => Promise<string | undefined>;
}

/** Long-term keys come past the window: main reads them where the person points to. */
export function accessKeyCommands({
  app,
  readClipboard,
  copy,
  chooseTextFile,
}: AccessKeyPorts): Pick<DeskCommands, 'takeAccessKey'> {
  return {
    async takeAccessKey({ from, ...given }, { signal }) {
      const text =
        from === 'clipboard' ? await readClipboard() : await chooseTextFile('Choose accessKeys.csv');
      if (text === undefined) return { chosen: false };
      await app.addIamUser({ ...given, ...accessKeyIn(text) }, { signal, progress: () => undefined });
      // Else the next program that looks at the clipboard has it.
      if (from === 'clipboard') await copy('');
      return { chosen: true };
    },
  };
}
