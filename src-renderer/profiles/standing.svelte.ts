import type { LiveView } from '../../src-main/contract.ts';
import { standingStep } from '../../src-main/core/profiles/standingStep.ts';
import { view } from '../view.svelte.ts';

export type Delivered = LiveView['delivered'][number];
export type SignIn = LiveView['signIns'][number];

/** How each profile is doing, by its id: looked up for every row drawn. Made anew where it changed, not with each push. */
class Standing {
  #delivered = $derived(view.live?.delivered);
  #favourites = $derived(view.live?.favourites);
  #recents = $derived(view.live?.recents);
  #labelColours = $derived(view.live?.labelColours);
  #signIns = $derived(view.live?.signIns);
  #iamUsers = $derived(view.live?.iamUsers);
  #sources = $derived(view.live?.sources);

  delivered = $derived(new Map((this.#delivered ?? []).map((one) => [one.id, one])));
  favourites = $derived(new Set(this.#favourites ?? []));
  /** When it was last used; what is used often and lately first. */
  recents = $derived(new Map((this.#recents ?? []).map(({ id, at }) => [id, Date.parse(at)])));
  /** Colours that the person chose, by label. */
  labelColours = $derived(new Map(Object.entries(this.#labelColours ?? {})));
  /** By the name that a row has of it; no sign-in has none. */
  signIns = $derived(
    new Map<string | null, SignIn>((this.#signIns ?? []).map((one) => [one.ssoSession, one])),
  );
  iamUsers = $derived(new Map((this.#iamUsers ?? []).map((one) => [one.name, one])));
  sources = $derived(new Map((this.#sources ?? []).map((one) => [one.name, one])));
  /** A process profile counts only while there are keys: all of them may stand in the file for months. */
  active = $derived(
    new Set(
      [...this.delivered.values()]
        .filter((one) => one.delivery === 'keys' || (endOf(one) ?? 0) > view.now)
        .map(({ id }) => id),
    ),
  );

  /** Favourites, then what is used often and lately, by id: lower comes first, 0 to 15. */
  steps = $derived(
    new Map([
      ...[...this.recents.keys()].map((id, rank) => [id, standingStep(false, rank)] as const),
      ...[...this.favourites].map((id) => [id, standingStep(true, undefined)] as const),
    ]),
  );
  /** Of all others. */
  readonly otherStep = standingStep(false, undefined);
}

/** End of the keys that are out now, in epoch milliseconds. */
export function endOf({ expiresAt }: Pick<Delivered, 'expiresAt'>): number | null {
  return expiresAt === null ? null : Date.parse(expiresAt);
}

export const standing = new Standing();
