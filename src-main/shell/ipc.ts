import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { windowContract, type ErrorAnswer, type Shape } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { errorAnswer } from '../door/errorAnswer.ts';
import { presentable } from '../door/presentable.ts';
import { runCommand, type Commands } from '../door/runCommand.ts';
import { isOurPage } from './isOurPage.ts';

export interface WindowDoor {
  readonly commands: Commands;
  readonly log: Log;
}

type Answer = { readonly result: unknown } | { readonly error: ErrorAnswer };

/** The window's door: one channel, one wrapper. preload.ts knows the channel by the same name. */
export function serveWindow(ipc: Pick<IpcMain, 'handle'>, door: WindowDoor): void {
  ipc.handle('latchkey:call', (event, name: unknown, input: unknown) => answerCall(door, event, name, input));
}

/** Never throws: Electron would send the error's words, and stack, to the page. */
export async function answerCall(
  { commands, log }: WindowDoor,
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  name: unknown,
  input: unknown,
): Promise<Answer> {
  // Before anything is waited for: the frame may be gone, or another page's, a moment later.
  const isOurs = isOurPage(event);
  const asked = typeof name === 'string' && Object.hasOwn(windowContract, name) ? name : undefined;
  const call = isOurs ? callOf(event.sender) : undefined;
  const signal = call?.signal ?? AbortSignal.abort(notThere());
  try {
    signal.throwIfAborted();
    if (asked === undefined) throw notThere();
    const shape: Shape = windowContract[asked as keyof typeof windowContract];
    if (!shape.doors.includes('window')) throw notThere();
    const requester = { kind: 'person' as const };
    const result = await runCommand(commands, asked, shape, input, {
      signal,
      requester,
      progress: () => undefined,
    });
    return { result };
  } catch (error) {
    return { error: errorAnswer(presentable(error, asked ?? 'unknown', { log, signal })) };
  } finally {
    call?.end();
  }
}

function notThere(): AppError {
  return new AppError('wrong-door', 'The window has no such command.');
}

/** Calls at work, by the page that waits for them. */
const atWork = new WeakMap<WebContents, Set<AbortController>>();

function callOf(sender: WebContents): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const calls = atWork.get(sender) ?? startSet(sender);
  calls.add(controller);
  return { signal: controller.signal, end: () => calls.delete(controller) };
}

/** Nobody waits for an answer once the page is gone. What it began on the desk lives on. */
function startSet(sender: WebContents): Set<AbortController> {
  const calls = new Set<AbortController>();
  atWork.set(sender, calls);
  const abort = () => {
    for (const controller of calls) {
      controller.abort(new AppError('agent-unreachable', 'The window was closed before the answer came.'));
    }
  };
  sender.once('destroyed', abort);
  sender.on('render-process-gone', abort);
  return calls;
}
