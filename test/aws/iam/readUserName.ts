import type { ParameterReader } from '../sts/parameterReader.ts';

export const readUserName = (read: ParameterReader): string | undefined =>
  read.text('UserName', { min: 1, max: 128, pattern: '[\\w+=,.@-]+' });
