import type { ProfileRow } from '../contract.ts';
import type { Profile } from '../core/profiles/profile.ts';

/** What is delivered of a profile, as far as a row shows it. */
export interface RowState {
  readonly delivery: 'keys' | 'process';
  readonly active: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt: number | null;
}

export function profileRows(
  profiles: readonly Profile[],
  states: ReadonlyMap<string, RowState>,
  favourites: ReadonlySet<string>,
): ProfileRow[] {
  return profiles.map(({ id, name, source }) => {
    const state = states.get(id);
    return {
      id,
      name,
      ...source,
      active: state?.active ?? false,
      delivery: state?.delivery ?? null,
      expiresAt: isoTime(state?.expiresAt ?? null),
      favourite: favourites.has(id),
    };
  });
}

/** ISO 8601 with Z, whole seconds as AWS writes them. */
export function isoTime(at: number): string;
export function isoTime(at: number | null): string | null;
export function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
