import type { ProfileRow } from '../contract.ts';
import type { LabelRule } from '../core/guard/guardSettings.ts';
import { labelsOf } from '../core/guard/labelsOf.ts';
import type { Profile } from '../core/profiles/profile.ts';

/** What is delivered of a profile, as far as a row shows it. */
export interface RowState {
  readonly delivery: 'keys' | 'process';
  readonly active: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt: number | null;
}

/** What a row shows beside the profile itself. */
export interface RowsOf {
  readonly states: ReadonlyMap<string, RowState>;
  readonly favourites: ReadonlySet<string>;
  readonly labels: readonly LabelRule[];
  readonly isMarked: (profile: Profile) => boolean;
}

export function profileRows(
  profiles: readonly Profile[],
  { states, favourites, labels, isMarked }: RowsOf,
): ProfileRow[] {
  return profiles.map((profile) => {
    const { id, name, source } = profile;
    const state = states.get(id);
    return {
      id,
      name,
      ...source,
      active: state?.active ?? false,
      delivery: state?.delivery ?? null,
      expiresAt: isoTime(state?.expiresAt ?? null),
      favourite: favourites.has(id),
      labels: [...labelsOf(labels, profile)],
      asksFirst: isMarked(profile),
    };
  });
}

/** ISO 8601 with Z, whole seconds as AWS writes them. */
export function isoTime(at: number): string;
export function isoTime(at: number | null): string | null;
export function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
