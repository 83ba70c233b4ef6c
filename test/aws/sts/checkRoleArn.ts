import { StsError } from './stsError.ts';

/** What the model's constraints do not say. @throws StsError ValidationError */
export function checkRoleArn(arn: string): void {
  if (!/^arn:aws(-us-gov|-cn)?:iam::\d{12}:role\/.+$/.test(arn))
    throw new StsError('ValidationError', `${arn} is invalid`);
}
