import type { Answer } from './answer.ts';
import type { AwsRequest } from './awsRequest.ts';

/** One service of AWS: its operations, and its own way of saying no. */
export interface AwsService {
  /** The operation a request asks for; `undefined` when AWS has none there. */
  operationOf(request: Pick<AwsRequest, 'method' | 'path' | 'rawQuery' | 'body'>): string | undefined;
  answer(operation: string, request: AwsRequest): Answer;
  unknownOperation(request: AwsRequest): Answer;
  serverError(): Answer;
  throttled(): Answer;
}
