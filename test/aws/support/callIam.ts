import type { Aws } from '../standIn.ts';
import { callSts, type Keys, type StsAnswer } from './callSts.ts';

type Tampering = NonNullable<Parameters<typeof callSts>[3]>;

/** One call of IAM, signed by hand: as `us-east-1`, wherever the caller works. */
export const callIam = (
  aws: Aws,
  keys: Keys,
  parameters: Readonly<Record<string, string>>,
  tampering: Tampering = {},
): Promise<StsAnswer> =>
  callSts(
    aws,
    keys,
    { Version: '2010-05-08', ...parameters },
    { endpoint: aws.endpoints.iam, region: 'us-east-1', service: 'iam', ...tampering },
  );
