import { checkRegion } from '../signIn/checkRegion.ts';

/** What is wrong with the region where AWS is asked for keys. */
export function placeRegionFault(text: string): string | undefined {
  return text.trim() === '' ? 'Choose the region where AWS is asked for keys.' : checkRegion(text);
}
