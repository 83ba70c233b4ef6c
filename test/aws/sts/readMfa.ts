import type { ParameterReader } from './parameterReader.ts';

/** The proof of a second factor; only AssumeRole and GetSessionToken take one. */
export const readMfa = (read: ParameterReader) => ({
  serialNumber: read.text('SerialNumber', { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' }),
  tokenCode: read.text('TokenCode', { min: 6, max: 6, pattern: '[\\d]*' }),
});
