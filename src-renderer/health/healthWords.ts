import type { LiveView } from '../../src-main/contract.ts';
import { hintInWords } from '../problems/inWords.ts';

const signInToNetwork = 'Sign in to the network in a browser, then try again.';

/** What to do where AWS is not reached. */
export function networkHint({ state, trouble }: LiveView['network']): string {
  if (state === 'offline') return 'Check the network, VPN or proxy. You stay signed in.';
  const hint = hintInWords(trouble?.hint ?? null);
  // A network’s page cannot show AWS’s certificate; neither can a company’s proxy.
  if (hint !== null && /certificate/i.test(hint))
    return `${signInToNetwork} Behind a company’s proxy: ${hint}`;
  if (hint !== null && /under Settings|clock/.test(hint)) return hint;
  return signInToNetwork;
}

/** AWS takes no signature that is further off. */
const mostSkewMs = 15 * 60_000;

/** What a wrong clock does, and what to do; `offset` in milliseconds. */
export function clockHint(offset: number): string {
  return Math.abs(offset) < mostSkewMs
    ? 'Latchkey corrects for it; other programs do not. Set the clock right.'
    : 'Latchkey corrects for it, but AWS refuses what other programs sign. Set the clock right.';
}
