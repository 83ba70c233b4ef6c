import { jsonAnswer, type Answer } from '../answer.ts';

const statuses = {
  InvalidRequestException: 400,
  UnauthorizedException: 401,
  ForbiddenException: 403,
  MethodNotAllowedException: 405,
  TooManyRequestsException: 429,
  UnknownOperationException: 404,
  InternalServerException: 500,
} as const;

export type PortalErrorName = keyof typeof statuses;

export class PortalError extends Error {
  readonly kind: PortalErrorName;
  constructor(kind: PortalErrorName, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The portal types its errors in the body, with a namespace that SDKs cut off, and sends no header for it. */
export const portalFailure = (kind: PortalErrorName, message: string): Answer =>
  jsonAnswer(statuses[kind], { message, __type: `com.amazonaws.switchboard.portal#${kind}` });
