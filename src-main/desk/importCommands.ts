import type { App } from '../app.ts';
import type { DeskCommands } from './desk.ts';

export interface ImportPorts {
  readonly app: App;
  /** Absolute path of a file that the person chooses; undefined when they choose none. */
  readonly chooseFile: (title: string) => Promise<string | undefined>;
  /** Where the text was written; undefined when the person named no file. @throws AppError file-unwritable */
  readonly saveTextFile: (title: string, name: string, text: string) => Promise<string | undefined>;
}

const titles = {
  settings: 'Choose exported settings',
  team: 'Choose the team’s file',
  leapp: 'Choose Leapp-lock.json',
  granted: 'Choose Granted’s config',
  'aws-sso-cli': 'Choose config.yaml',
} as const;

export function importCommands({
  app,
  chooseFile,
  saveTextFile,
}: ImportPorts): Pick<DeskCommands, 'chooseImportFile' | 'saveSettings'> {
  return {
    chooseImportFile: async ({ for: what }) => ({ path: (await chooseFile(titles[what])) ?? null }),
    async saveSettings(_input, { signal }) {
      const { text } = await app.exportSettings({}, { signal, progress: () => undefined });
      return { path: (await saveTextFile('Export settings', 'latchkey-settings.json', text)) ?? null };
    },
  };
}
