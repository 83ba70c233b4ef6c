import type { ServiceName } from './awsRequest.ts';
import type { AwsService } from './awsService.ts';
import type { AwsState } from './awsState.ts';
import { iam } from './iam/iam.ts';
import { authorizationCodes } from './oidc/authorizationCodes.ts';
import { decisions } from './oidc/decisions.ts';
import { deviceAuthorizations, type DeviceAuthorizations } from './oidc/deviceAuthorizations.ts';
import { devicePage } from './oidc/devicePage.ts';
import { oidc } from './oidc/oidc.ts';
import { registrations } from './oidc/registrations.ts';
import { portal } from './portal/portal.ts';
import { signin } from './signin/signin.ts';
import { sts } from './sts/sts.ts';

export interface AwsServices {
  readonly devices: DeviceAuthorizations;
  /** `url` is the stand-in's own: verification links lead there. */
  at(url: string): Readonly<Record<ServiceName, AwsService>>;
}

/** All services over one state. */
export function awsServices(state: AwsState): AwsServices {
  const clients = registrations(state);
  const devices = deviceAuthorizations(state, clients);
  const questions = decisions(state);
  const grants = { clients, devices, codes: authorizationCodes(state.clock) };
  return {
    devices,
    at: (url) => ({
      oidc: oidc(state, grants, questions, url),
      portal: portal(state),
      sts: sts(state),
      iam: iam(state),
      signin: signin(state),
      pages: devicePage(devices, questions),
    }),
  };
}
