import type { ListedProfile } from '../../src-main/contract.ts';
import { view } from '../view.svelte.ts';

/** What is browsed and searched, apart from what the person has hidden. */
class InSight {
  rows = $derived.by<readonly ListedProfile[]>(() => {
    const { rows } = view;
    return rows.some(({ hidden }) => hidden !== undefined)
      ? rows.filter(({ hidden }) => hidden === undefined)
      : rows;
  });
}

export const inSight = new InSight();
