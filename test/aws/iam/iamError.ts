import { QueryError } from '../queryError.ts';

const statuses = {
  AccessDenied: 403,
  InvalidInput: 400,
  LimitExceeded: 409,
  NoSuchEntity: 404,
  ValidationError: 400,
} as const;

export class IamError extends QueryError {
  constructor(code: keyof typeof statuses, message: string) {
    super(statuses[code], code, message);
  }
}
