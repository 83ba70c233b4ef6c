import type { IpcMainInvokeEvent } from 'electron';

/** The main frame of a page of ours, by its exact origin; Electron hands out null for a frame that has gone. */
export function isOurPage({
  sender,
  senderFrame,
}: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
  try {
    if (senderFrame === null || senderFrame.parent !== null) return false;
    if (senderFrame.frameTreeNodeId !== sender.mainFrame.frameTreeNodeId) return false;
    const { protocol, host } = new URL(senderFrame.url);
    return protocol === 'app:' && host === 'latchkey';
  } catch {
    return false;
  }
}
