import { AppError } from '../errors.ts';

/** What botocore, the JS and the Go SDK all read unquoted in a section header. A leading `-` looks like a flag. */
const plainName = /^[A-Za-z0-9_@+][A-Za-z0-9_.@+-]{0,127}$/;

/**
 * `DEFAULT` leaks its keys into every section (botocore), Go takes `default` in any case, and the JS SDK files
 * sections in a plain object, where `constructor` and its like are taken.
 */
function isReserved(name: string): boolean {
  return name in {} || (name !== 'default' && name.toLowerCase() === 'default');
}

/** @throws AppError bad-input unless every SDK reads `name` as one and the same profile name. */
export function checkProfileName(name: string): void {
  if (plainName.test(name) && !isReserved(name)) return;
  throw new AppError(
    'bad-input',
    `${JSON.stringify(name)} cannot be a profile name that every AWS tool reads.`,
    {
      hint: 'Use up to 128 letters, digits and _ . @ + -, not starting with a dot or a dash.',
    },
  );
}

/** @throws AppError bad-input unless `region` looks like one. */
export function checkRegion(region: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(region)) return;
  throw new AppError('bad-input', `${JSON.stringify(region)} is not an AWS region.`, {
    hint: 'A region looks like eu-west-1.',
  });
}

/**
 * Quotes, `#`, `;`, brackets and blanks are read differently by the SDKs, so a key that has them cannot be written.
 * The key is a secret: the error does not show it.
 * @throws AppError bad-input
 */
export function checkKeyText(name: string, value: string): void {
  if (/^[\x21-\x7e]+$/.test(value) && !/[#;"'`\\[\]]/.test(value)) return;
  throw new AppError('bad-input', `The ${name} has characters that the AWS files cannot hold.`, {
    hint: 'Use the profile through credential_process instead.',
  });
}

/** Text of one character a byte, as the shared files are held. */
export function bytesOf(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** The way back from `bytesOf`, for showing. */
export function textOf(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
