import type { AwsState } from '../awsState.ts';
import type { IssuedCredential } from '../issuedCredentials.ts';
import type { XmlTree } from '../xml.ts';
import type { MfaDevices } from './mfaDevices.ts';
import type { ParameterReader } from './parameterReader.ts';

export interface StsCall {
  readonly caller: IssuedCredential;
  readonly read: ParameterReader;
  readonly state: AwsState;
  readonly mfa: MfaDevices;
}

/** An action of STS: reads its parameters, calls `read.finish()`, and answers with what goes into `<XResult>`. */
export type StsAction = (call: StsCall) => XmlTree;
