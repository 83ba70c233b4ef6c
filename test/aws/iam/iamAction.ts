import type { AwsState } from '../awsState.ts';
import type { IssuedCredential } from '../issuedCredentials.ts';
import type { FederatedPrincipal, Principal } from '../principal.ts';
import type { ParameterReader } from '../sts/parameterReader.ts';
import type { XmlTree } from '../xml.ts';

export interface IamCall {
  /** Federated users never come as far as an action. */
  readonly principal: Exclude<Principal, FederatedPrincipal>;
  readonly caller: IssuedCredential;
  readonly read: ParameterReader;
  readonly state: AwsState;
}

/** An action of IAM: reads its parameters, calls `read.finish()`, and answers with what goes into `<XResult>`, if anything. */
export type IamAction = (call: IamCall) => XmlTree | undefined;
