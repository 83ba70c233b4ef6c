import { AppError } from '../errors.ts';
import type { AwsCliSignIn, AwsCliSignIns, Clock } from '../ports.ts';
import type { People } from './people.ts';
import type { SsoSession } from './ssoSession.ts';
import type { SsoTokens } from './ssoTokens.ts';

/** The AWS CLI takes what has less left as stale. */
const leastLeftMs = 15 * 60 * 1000;

export interface AwsCliSignInPorts {
  readonly awsCliSignIns: AwsCliSignIns;
  readonly tokens: SsoTokens;
  readonly people: People;
  readonly clock: Clock;
}

/** A sign-in of the AWS CLI's that is worth taking: undefined where our own renews itself or lasts as long. */
export async function findAwsCliSignIn(
  ports: AwsCliSignInPorts,
  place: SsoSession,
): Promise<AwsCliSignIn | undefined> {
  const found = await ports.awsCliSignIns.read(place);
  if (found === undefined || found.expiresAt - ports.clock.now() < leastLeftMs) return undefined;
  const ours = await endOfOurs(ports, place);
  return ours < found.expiresAt ? found : undefined;
}

/** Epoch milliseconds: infinite for one that renews itself, or that cannot be read; zero for none. */
async function endOfOurs({ tokens, people, clock }: AwsCliSignInPorts, place: SsoSession): Promise<number> {
  const stored = await tokens.stored(place.name);
  if (stored.state === 'absent') return 0;
  if (stored.state !== 'found') return Infinity;
  if ((await people.of(place.name))?.ended === true) return 0;
  const { expiresAt, refreshToken } = stored.token;
  if (refreshToken === null) return expiresAt;
  if (expiresAt > clock.now()) return Infinity;
  // Nobody needed it for a while: AWS knows whether it still renews.
  return tokens.current(place).then(
    () => Infinity,
    (error: unknown) => (error instanceof AppError && error.code === 'sign-in-needed' ? 0 : Infinity),
  );
}
