import { awsClock, type AwsClock } from './awsClock.ts';
import { awsServices, type AwsServices } from './awsServices.ts';
import type { AwsState } from './awsState.ts';
import { defaultBehaviour, type Behaviour } from './behaviour.ts';
import { decideDevice } from './decideDevice.ts';
import { demoOrganisation } from './demoOrganisation.ts';
import { endpointsBelow, environmentOf, type Endpoints } from './endpoints.ts';
import { plannedFaults, type Faults } from './faults.ts';
import { handle } from './handle.ts';
import { issuedCredentials, type IssuedCredential } from './issuedCredentials.ts';
import { listen, type ListenOptions } from './listen.ts';
import { portalSessions } from './oidc/portalSessions.ts';
import { portalTokens } from './oidc/portalTokens.ts';
import { mfaCodes, type MfaCodes } from './mfaCodes.ts';
import type { Organisation, Role } from './organisation.ts';
import { pages, type Pages } from './pages.ts';
import { requestLog, type RequestLog } from './requestLog.ts';
import { roleSession } from './sts/roleSession.ts';

export interface AwsOptions extends ListenOptions {
  /** One Identity Center instance each; the first one's region is that of endpoints that name none. */
  readonly organisations?: readonly Organisation[];
  readonly behaviour?: Partial<Behaviour>;
  /** Its own when not set; identity providers beside AWS share it. */
  readonly clock?: AwsClock;
}

/** AWS on 127.0.0.1, over HTTP as real clients speak it. Strict where AWS is; what it does not know it refuses. */
export interface Aws extends RequestLog, MfaCodes {
  /** `http://127.0.0.1:<port>`; as AWS_ENDPOINT_URL it stands for all services. */
  readonly url: string;
  readonly endpoints: Endpoints;
  /** Endpoints bound to one region, as AWS's own are. */
  endpointsIn(region: string): Endpoints;
  /** Variables that lead the SDKs, the AWS CLI and Latchkey here. */
  environment(): Record<string, string>;
  readonly clock: AwsClock;
  readonly faults: Faults;
  readonly behaviour: Behaviour;
  /** The first one. */
  readonly organisation: Organisation;
  readonly organisations: readonly Organisation[];
  /** What the person does in the browser, without the browser. @throws for an unknown, decided or expired code */
  approve(userCode: string, person?: string): void;
  deny(userCode: string): void;
  /** The same through the real pages, as a browser would. */
  readonly pages: Pages;
  /** Ends the portal sessions of one person or of all, as an administrator does. */
  endSessions(person?: string): void;
  /** A new long-term key of an IAM user, known at once; the limit of two is IAM's own. @throws when no organisation has such a user */
  accessKeyOf(userName: string): IssuedCredential;
  /** A session in a role that EC2 gets for an instance; the role's maximum does not count there. */
  instanceSession(role: Role, instanceId: string, seconds: number): IssuedCredential;
  close(): Promise<void>;
}

export async function startAws(options: AwsOptions = {}): Promise<Aws> {
  const { organisations = [demoOrganisation()] } = options;
  const organisation = organisations[0];
  if (organisation === undefined) throw new Error('at least one organisation');
  const state = newState(organisations, options);
  const { clock, behaviour, sessions } = state;
  const faults = plannedFaults();
  const log = requestLog();
  const services = awsServices(state);
  const server = await listen(options, (url) => {
    const handling = { clock, faults, log, services: services.at(url), defaultRegion: organisation.region };
    return (message, response) => handle(message, response, handling);
  });
  const { url, close } = server;
  return {
    ...{ ...log, url, close, clock, faults, behaviour, organisation, organisations },
    endpoints: endpointsBelow(url),
    endpointsIn: (region) => endpointsBelow(`${url}/${region}`),
    environment: () => environmentOf(endpointsBelow(url)),
    ...decisionsOf(services, state),
    ...mfaCodes(clock, organisations),
    pages: pages(options.tls?.cert),
    endSessions: (person) => {
      sessions.end(person);
    },
    accessKeyOf: (userName) => {
      const user = organisations.flatMap(({ users }) => users).find(({ name }) => name === userName);
      if (user === undefined) throw new Error(`no IAM user '${userName}'`);
      return state.credentials.longTerm(user);
    },
    instanceSession: (role, instanceId, seconds) =>
      state.credentials.temporary(
        roleSession(role, instanceId),
        (Math.floor(clock.now() / 1000) + seconds) * 1000,
      ),
  };
}

function newState(
  organisations: readonly Organisation[],
  { behaviour: change = {}, clock = awsClock() }: AwsOptions,
): AwsState {
  const behaviour = { ...defaultBehaviour(), ...change };
  const sessions = portalSessions(clock);
  const tokens = portalTokens({ clock, behaviour, sessions });
  return {
    clock,
    behaviour,
    organisations,
    credentials: issuedCredentials(clock, behaviour),
    sessions,
    tokens,
  };
}

const decisionsOf = ({ devices }: AwsServices, { sessions }: AwsState): Pick<Aws, 'approve' | 'deny'> => ({
  approve: (userCode, person) => {
    decideDevice(devices, sessions, userCode, { approve: true, person });
  },
  deny: (userCode) => {
    decideDevice(devices, sessions, userCode, { approve: false });
  },
});
