import { z } from 'zod';
import { accessChoice, command, socketOnly, time, type Shape } from './shapes.ts';

/** 256 bits that the caller made; the agent keeps its digest. */
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/, { error: 'The token is no 256-bit token.' });
const port = z.number().int().min(1).max(65_535);
const opened = z.strictObject({
  /** `http://127.0.0.1:PORT/v1/ID`; for a socket the resource alone, `/v1/ID`. */
  uri: z.string(),
  profileName: z.string(),
  region: z.string(),
  /** Such as `production`: shells colour their title by it. */
  labels: z.array(z.string()),
  endsAt: time.nullable(),
});

/** Container credential endpoints: each gives one profile, to whoever has its token. */
export const endpointContract = {
  /**
   * An endpoint that is open for as long as this call lasts: said once in `progress`, and gone when the caller goes
   * away. `port`: the one that a process tree knows already, when the agent has been another meanwhile.
   */
  holdEndpoint: command(
    {
      input: z.strictObject({
        ...accessChoice,
        token,
        port: port.optional(),
        id: z
          .string()
          .regex(/^[\w-]{22}$/)
          .optional(),
      }),
      progress: opened,
      output: z.strictObject({}),
    },
    socketOnly,
  ),
  /** A door for containers, `ssh -R` and WSL, until its end, `stop` or `lock`. */
  grant: command(
    {
      input: z.strictObject({
        ...accessChoice,
        token,
        at: z.union([
          z.strictObject({ port }),
          z.strictObject({ socket: z.string().startsWith('/').max(100) }),
        ]),
        forSeconds: z.number().int().min(60).max(43_200).optional(),
      }),
      output: opened,
    },
    socketOnly,
  ),
} as const satisfies Record<string, Shape>;
