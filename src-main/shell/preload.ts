import { contextBridge, ipcRenderer } from 'electron';
import type { WindowEvent } from '../contract.ts';

/** The page's own, as the preload has it, too. */
declare function requestAnimationFrame(then: () => void): void;

// What takes the page longer is sent when it shows the first of it.
ipcRenderer.once('latchkey:event', () => {
  requestAnimationFrame(() => {
    setTimeout(() => {
      ipcRenderer.send('latchkey:painted');
    });
  });
});

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
