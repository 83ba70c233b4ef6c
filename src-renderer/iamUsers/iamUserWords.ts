import type { IamUserView } from '../../src-main/contract.ts';
import { timeLeft, timeOfDay } from '../times.ts';

interface IamUserWords {
  readonly tone: 'ok' | 'off';
  /** For a narrow place. */
  readonly short: string;
  readonly sentence: string;
  /** Whether a person can open an MFA session now. */
  readonly wantsCode: boolean;
}

/** How an IAM user is doing; `now` in epoch milliseconds. */
export function iamUserWords(
  { mfaSerial, mfaUntil, hasMfaProcess }: Pick<IamUserView, 'mfaSerial' | 'mfaUntil' | 'hasMfaProcess'>,
  now: number,
): IamUserWords {
  const until = mfaUntil === null ? 0 : Date.parse(mfaUntil);
  if (until > now) {
    const sentence = `MFA session until ${timeOfDay(until, now)}`;
    return { tone: 'ok', short: timeLeft(until - now), sentence, wantsCode: false };
  }
  if (mfaSerial === null && !hasMfaProcess)
    return { tone: 'ok', short: 'ready', sentence: 'Ready, without MFA', wantsCode: false };
  if (hasMfaProcess)
    return { tone: 'ok', short: 'ready', sentence: 'Ready, a program gives the codes', wantsCode: false };
  return { tone: 'off', short: 'no MFA session', sentence: 'No MFA session', wantsCode: true };
}
