import { readFileSync } from 'node:fs';
import { AppError } from '../core/errors.ts';

/** The person's own certificate authorities, as PEM. @throws AppError file-unreadable */
export function readCaBundle(path: string): string {
  try {
    const pem = readFileSync(path, 'utf8');
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  } catch (cause) {
    throw new AppError('file-unreadable', `The CA bundle ${path} cannot be read.`, { hint, cause });
  }
  throw new AppError('file-unreadable', `The CA bundle ${path} holds no PEM certificate.`, { hint });
}

const hint = 'Correct it with: latchkey settings set caBundle PATH';
