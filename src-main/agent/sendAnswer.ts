import { errorAnswer } from '../door/errorAnswer.ts';
import { presentable } from '../door/presentable.ts';
import { httpStatus } from './httpStatus.ts';
import type { DoorCall } from './server.ts';

/** One JSON document (the last one, where progress was said before) and the end. */
export function sendJson({ response }: DoorCall, status: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`;
  if (!response.headersSent) {
    response.writeHead(status, {
      'content-type': response.getHeader('content-type') ?? 'application/json',
      'content-length': Buffer.byteLength(text),
    });
  }
  response.end(text);
}

/** In the form the call began in; a caller who is gone hears nothing, and that is no fault. */
export function sendError(call: DoorCall, error: unknown): void {
  if (call.response.destroyed) return;
  const known = presentable(error, call.path.slice(0, 80), call);
  sendJson(call, httpStatus(known), { error: errorAnswer(known) });
}
