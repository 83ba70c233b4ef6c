import type { Asked } from '../core/roles/mfaCodes.ts';

/** What a caller gave beside the profile. */
interface Given extends Asked {
  readonly profile?: unknown;
}

/** The part of an input that says how keys are made. */
export function asked({ mfaCode, reason, asksItself, durationSeconds }: Given): Asked {
  return { mfaCode, reason, asksItself, durationSeconds };
}
