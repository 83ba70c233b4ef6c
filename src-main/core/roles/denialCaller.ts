import { parseAssumedRoleArn, permissionSetOf } from '../arn.ts';
import type { DeniedStep } from './deniedStep.ts';

/** Who asked, as far as the ARN tells. */
export interface DenialCaller {
  readonly kind: 'user' | 'role' | 'role-session' | 'permission-set' | 'federated-user' | 'root';
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  /** Of the user, the role or the permission set. */
  readonly name: string;
}

/** AWS writes the caller into most refusals, which helps where nobody asked who it is. */
const callerInMessage = /^User: (arn:\S{1,2048}) is not authorized to perform: /;

/** Undefined where nothing tells, or where the ARN is of a form that no policy could name. */
export function denialCaller({ call, callerArn, message }: DeniedStep): DenialCaller | undefined {
  // AWS names a sign-in with SAML or a token by a made-up session; nobody signed.
  if (call === 'AssumeRoleWithSAML' || call === 'AssumeRoleWithWebIdentity') return undefined;
  const arn = callerArn ?? callerInMessage.exec(message)?.[1];
  return arn === undefined ? undefined : (ofRoleSession(arn) ?? ofIam(arn));
}

function ofRoleSession(arn: string): DenialCaller | undefined {
  const session = parseAssumedRoleArn(arn);
  if (session === undefined || !/^[\w+=,.@-]+$/.test(session.roleName)) return undefined;
  const { partition, accountId, roleName } = session;
  const permissionSet = permissionSetOf(roleName);
  return permissionSet === undefined
    ? { kind: 'role-session', arn, partition, accountId, name: roleName }
    : { kind: 'permission-set', arn, partition, accountId, name: permissionSet };
}

const iamForm =
  /^arn:(aws(?:-[a-z]+)*):(?:iam|sts)::(\d{12}):(?:(user|role|federated-user)\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]+)|root)$/;

function ofIam(arn: string): DenialCaller | undefined {
  const match = iamForm.exec(arn);
  if (match === null) return undefined;
  const [, partition = '', accountId = '', kind, name = ''] = match;
  const permissionSet = kind === 'role' ? permissionSetOf(name) : undefined;
  if (permissionSet !== undefined) {
    return { kind: 'permission-set', arn, partition, accountId, name: permissionSet };
  }
  const known = kind === 'user' || kind === 'role' || kind === 'federated-user' ? kind : 'root';
  return { kind: known, arn, partition, accountId, name };
}
