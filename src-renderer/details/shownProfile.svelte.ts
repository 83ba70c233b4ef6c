import type { ListedProfile, ProfileView } from '../../src-main/contract.ts';
import { call } from '../api.ts';

/** The chain of the row that is looked at; an Identity Center role has none, and main is not asked. */
export class ShownProfile {
  #asked: string | undefined;
  #profile = $state.raw<ProfileView>();

  /** Undefined until main has answered, and where the row has no chain. */
  of(row: ListedProfile | undefined): ProfileView | undefined {
    return this.#profile?.id === row?.id ? this.#profile : undefined;
  }

  ask(row: ListedProfile | undefined): void {
    const id = row === undefined || row.kind === 'account-role' ? undefined : row.id;
    this.#asked = id;
    if (id === undefined) return;
    call('showProfile', { profile: id }).then(
      ({ profile }) => {
        // Another row may be looked at by now.
        if (this.#asked === id) this.#profile = profile;
      },
      // A profile that was removed a moment ago; the list will say so.
      () => undefined,
    );
  }
}
