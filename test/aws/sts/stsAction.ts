import type { AwsState } from '../awsState.ts';
import type { IssuedCredential } from '../issuedCredentials.ts';
import type { XmlTree } from '../xml.ts';
import type { MfaDevices } from './mfaDevices.ts';
import type { ParameterReader } from './parameterReader.ts';

interface UnsignedStsCall {
  readonly read: ParameterReader;
  readonly state: AwsState;
}

interface StsCall extends UnsignedStsCall {
  readonly caller: IssuedCredential;
  readonly mfa: MfaDevices;
}

/** An action of STS: reads its parameters, calls `read.finish()`, and answers with what goes into `<XResult>`. */
export type StsAction = (call: StsCall) => XmlTree;

/** One whose caller has no credentials yet: what it brings proves who it is. */
export type UnsignedStsAction = (call: UnsignedStsCall) => XmlTree;
