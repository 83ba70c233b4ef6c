import type { Running } from './contender.ts';

export async function closeWindow({ electron }: Pick<Running, 'electron'>): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
}
