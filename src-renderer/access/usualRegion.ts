import { view } from '../view.svelte.ts';

/** The region that a person most likely means, or nothing. */
export function usualRegion(): string {
  return view.live?.region ?? view.live?.signIns[0]?.region ?? '';
}
