import { dialog } from 'electron';

/** Absolute path of a file that the person chooses; undefined when they choose none. */
export async function chooseFile(title: string): Promise<string | undefined> {
  // Other tools keep theirs in folders that begin with a dot.
  const properties = ['openFile', 'dontAddToRecent', 'showHiddenFiles'] as const;
  const { filePaths } = await dialog.showOpenDialog({ title, properties: [...properties] });
  return filePaths[0];
}
