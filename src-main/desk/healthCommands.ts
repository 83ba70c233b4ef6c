import type { App } from '../app.ts';
import type { DeskCommands } from './desk.ts';

interface HealthCommandPorts {
  readonly app: Pick<App, 'diagnostics'>;
  readonly copy: (text: string) => Promise<void>;
}

/** Takes the diagnostics to the clipboard, as main made them. */
export function healthCommands({ app, copy }: HealthCommandPorts): Pick<DeskCommands, 'copyDiagnostics'> {
  return {
    async copyDiagnostics(_input, { signal }) {
      const { text } = await app.diagnostics({}, { signal, progress: () => undefined });
      await copy(text);
      return { text };
    },
  };
}
