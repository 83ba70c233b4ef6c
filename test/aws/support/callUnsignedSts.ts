import type { Aws } from '../standIn.ts';
import { callSts, type StsAnswer } from './callSts.ts';

/** A call of STS by somebody without credentials. */
export const callUnsignedSts = (
  aws: Aws,
  parameters: Readonly<Record<string, string>>,
  endpoint = aws.endpoints.sts,
): Promise<StsAnswer> =>
  callSts(aws, { accessKeyId: '', secretAccessKey: '', sessionToken: null }, parameters, {
    endpoint,
    after: (headers) => {
      delete headers['authorization'];
    },
  });
