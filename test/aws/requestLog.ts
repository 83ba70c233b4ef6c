import type { RequestRecord } from './awsRequest.ts';

export interface UnknownCall {
  readonly what: string;
  readonly request: RequestRecord;
}

export interface RequestLog {
  readonly requests: RequestRecord[];
  readonly unknownCalls: UnknownCall[];
  /** How often an operation was called, answered or not. */
  calls(operation: string): number;
}

export function requestLog(): RequestLog {
  const requests: RequestRecord[] = [];
  return {
    requests,
    unknownCalls: [],
    calls: (operation) => requests.filter((request) => request.operation === operation).length,
  };
}
