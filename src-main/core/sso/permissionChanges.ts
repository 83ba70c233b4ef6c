/** A role that came or went. */
export interface ChangedRole {
  /** Id of its profile. */
  readonly id: string;
  /** ACCOUNT / ROLE, as a person reads it. */
  readonly label: string;
  readonly favourite: boolean;
}

export interface Changes {
  readonly added: readonly ChangedRole[];
  readonly removed: readonly ChangedRole[];
}

/** What syncs changed since the person looked, by SsoSession. In memory: what an earlier run found is no news. */
export interface PermissionChanges {
  note(ssoSession: string, found: Changes): void;
  /** Those with something to say. */
  all(): readonly (Changes & { readonly ssoSession: string })[];
  /** The person has seen them, or there is nobody to tell. @returns what they were */
  forget(ssoSession: string): Changes;
}

const nothing: Changes = { added: [], removed: [] };

export function createPermissionChanges(): PermissionChanges {
  const known = new Map<string, Changes>();
  return {
    note(ssoSession, { added, removed }) {
      const before = known.get(ssoSession) ?? nothing;
      // What went and came back has not changed.
      const next = {
        added: [...without(before.added, removed), ...without(added, before.removed)],
        removed: [...without(before.removed, added), ...without(removed, before.added)],
      };
      if (next.added.length + next.removed.length === 0) known.delete(ssoSession);
      else known.set(ssoSession, next);
    },
    all: () => [...known].map(([ssoSession, changes]) => ({ ssoSession, ...changes })),
    forget(ssoSession) {
      const changes = known.get(ssoSession) ?? nothing;
      known.delete(ssoSession);
      return changes;
    },
  };
}

function without(roles: readonly ChangedRole[], others: readonly ChangedRole[]): readonly ChangedRole[] {
  if (others.length === 0) return roles;
  const ids = new Set(others.map(({ id }) => id));
  return roles.filter(({ id }) => !ids.has(id));
}
