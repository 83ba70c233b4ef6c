import type { AwsCliSignIns } from '../ports.ts';
import type { ClockSkew } from './clockSkew.ts';

/** The AWS CLI dates its sign-ins by this machine's clock, which may be wrong; here they end by AWS's. */
export function inAwsTime(signIns: AwsCliSignIns, skew: Pick<ClockSkew, 'offset'>): AwsCliSignIns {
  return {
    async read(place) {
      const found = await signIns.read(place);
      return found && { ...found, expiresAt: found.expiresAt + skew.offset() };
    },
  };
}
