import type { ParameterReader } from '../sts/parameterReader.ts';

export const readAccessKeyId = (read: ParameterReader): string =>
  read.requiredText('AccessKeyId', { min: 16, max: 128, pattern: '[\\w]+' });
