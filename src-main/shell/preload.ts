import { contextBridge, ipcRenderer } from 'electron';
import type { WindowEvent } from '../contract.ts';

/** The page's own, as the preload has it, too. */
declare function requestAnimationFrame(then: () => void): void;

/** A listener that takes its time comes back when it is done. */
type Listener = (event: WindowEvent) => unknown;

const listeners: Listener[] = [];
/** What came before the page’s script ran. */
const early: WindowEvent[] = [];

ipcRenderer.on('latchkey:event', (_event, pushed: WindowEvent) => {
  if (listeners.length === 0) early.push(pushed);
  else deliver(pushed);
});

// Main pushes what it has while the page’s script is still on its way.
ipcRenderer.send('latchkey:here');

function deliver(pushed: WindowEvent): void {
  const heard = Promise.all(listeners.map((listener) => listener(pushed)));
  // Main waits with what would be in the way.
  if (pushed.kind === 'first-screen' || pushed.kind === 'kept-rows') void heard.then(tellPainted);
}

function tellPainted(): void {
  // Two frames: in the first it is drawn, by the second it is on the screen.
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      ipcRenderer.send('latchkey:painted');
    });
  });
}

/**
 * All that the page gets; `Bridge` of src-renderer/api.ts is its type. A sandboxed preload is one file: the names of
 * the channels are repeated here, not imported.
 */
contextBridge.exposeInMainWorld('latchkey', {
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke('latchkey:call', name, input),
  listen: (listener: Listener): void => {
    listeners.push(listener);
    for (const pushed of early.splice(0)) deliver(pushed);
  },
});
