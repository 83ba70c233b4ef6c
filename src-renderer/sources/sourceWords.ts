import type { SourceView } from '../../src-main/contract.ts';
import { timeLeft } from '../times.ts';

interface SourceWords {
  readonly tone: 'ok' | 'off';
  /** For a narrow place. */
  readonly short: string;
  readonly sentence: string;
}

/** How a source is doing; `now` in epoch milliseconds. */
export function sourceWords({ state, endsAt }: SourceView, now: number): SourceWords {
  const left = endsAt === null ? null : Date.parse(endsAt) - now;
  if (state === 'ready') return { tone: 'ok', short: 'ready', sentence: 'Ready, nobody needs to sign in' };
  if (state === 'signed-out') return { tone: 'off', short: 'signed out', sentence: 'Signed out' };
  if (left === null) return { tone: 'ok', short: 'signed in', sentence: 'Signed in' };
  if (left <= 0) return { tone: 'off', short: 'ended', sentence: 'The sign-in has ended' };
  return { tone: 'ok', short: timeLeft(left), sentence: `Signed in, ${timeLeft(left)} left` };
}
