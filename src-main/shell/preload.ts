import { contextBridge, ipcRenderer } from 'electron';
import type { WindowEvent } from '../contract.ts';

/**
 * All that the page gets; `Bridge` of src-renderer/api.ts is its type. A sandboxed preload is one file: the names of
 * the channels are repeated here, not imported.
 */
contextBridge.exposeInMainWorld('latchkey', {
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke('latchkey:call', name, input),
  listen: (listener: (event: WindowEvent) => void): void => {
    ipcRenderer.on('latchkey:event', (_event, pushed: WindowEvent) => {
      listener(pushed);
    });
  },
});
