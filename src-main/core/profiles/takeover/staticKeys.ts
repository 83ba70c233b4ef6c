import { AppError } from '../../errors.ts';
import { bytesOf } from '../safeText.ts';
import { byProfile, parseSharedFile, type SharedFile } from '../sharedFile.ts';
import { profileSettings } from './profileSettings.ts';

export interface LongTermKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * The keys that `takeover` pointed at, for the moment in which a person takes them. `text` is one character a byte.
 * Undefined where the file has no such profile, has it twice or unclearly, where Latchkey wrote it, and for half a pair.
 * @throws AppError bad-input for temporary keys: no IamUser has those
 */
export function keysOf(file: SharedFile, text: string, profileName: string): LongTermKeys | undefined {
  const [section, ...others] = byProfile(parseSharedFile(file, text)).get(bytesOf(profileName)) ?? [];
  if (section === undefined || others.length > 0 || section.mark !== null) return undefined;
  const { values, fault } = profileSettings(section);
  const accessKeyId = values.get('aws_access_key_id');
  const secretAccessKey = values.get('aws_secret_access_key');
  if (fault !== null || accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const hasToken = values.has('aws_session_token') || values.has('aws_security_token');
  if (hasToken || accessKeyId.startsWith('ASIA')) {
    throw new AppError('bad-input', 'These keys are temporary ones, with a session token.', {
      hint: 'Take the profile that they came from, or the IAM user’s own keys.',
    });
  }
  return { accessKeyId, secretAccessKey };
}
