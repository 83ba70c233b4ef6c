import type { Asked } from '../core/roles/mfaCodes.ts';

/** The part of an input that says how keys are made. */
export function asked({ mfaCode, reason, asksItself, durationSeconds }: Asked): Asked {
  return { mfaCode, reason, asksItself, durationSeconds };
}
