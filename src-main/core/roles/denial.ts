import { denialReading } from './denialReading.ts';
import { denialStatements } from './denialStatements.ts';
import type { DeniedStep, DenialCause } from './deniedStep.ts';
import { causeInWords, refusedInWords } from './denialWords.ts';
import { whatAwsSaid } from './whatAwsSaid.ts';

/** Why AWS said no, for a person and for the administrator they write to. */
export interface Denial {
  /** One sentence: which step, whose, and what AWS said in plain words. */
  readonly sentence: string;
  /** Safe text of at most 300 characters. */
  readonly whatAwsSaid: string;
  /** In order of likelihood, each one sentence; alone where AWS is certain, none where it says nothing we know. */
  readonly causes: readonly { readonly kind: DenialCause; readonly text: string }[];
  /** Pretty JSON: a policy document for the role's account, with the external id, if one was given. */
  readonly trustStatement: string | null;
  /** Pretty JSON: a policy document for the caller's account. */
  readonly permissionStatement: string | null;
  /** What may be offered as a fix: a duration that every role gives. */
  readonly fix: { readonly durationSeconds: number } | null;
}

/** Reads a refusal of AWS. Never throws: what AWS sends may be anything. */
export function denial(denied: DeniedStep): Denial {
  const { reason, causes, policy, policiesHelp, fix } = denialReading(denied);
  const { trust, permission } = policiesHelp ? denialStatements(denied) : { trust: null, permission: null };
  return {
    sentence: `${refusedInWords(denied)}: ${reason}.`,
    whatAwsSaid: whatAwsSaid(denied.message),
    causes: causes.map((kind) => ({ kind, text: causeInWords(kind, denied, policy) })),
    trustStatement: trust,
    permissionStatement: permission,
    fix,
  };
}

export type { DeniedStep } from './deniedStep.ts';
