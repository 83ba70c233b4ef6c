import { AppError } from '../errors.ts';
import type { SigningKeys, Sts } from '../ports.ts';
import type { ChainLink } from './chainPlan.ts';
import { denial, type Denial } from './denial.ts';
import type { FederatedRoles } from './federatedRoles.ts';
import { regionIn } from './regionIn.ts';
import { partsOfRoleArn } from '../arn.ts';
import type { LinkRun } from './runLink.ts';

/** AWS's no with what may lie behind it. */
export class Denied extends AppError {
  constructor(
    readonly denial: Denial,
    profile: string,
    cause: AppError,
  ) {
    super('denied', denial.sentence, {
      hint:
        denial.trustStatement === null && denial.permissionStatement === null
          ? `See which step it was with: latchkey profile test ${profile}`
          : `See the policies to send to an administrator with: latchkey profile test ${profile}`,
      details: denial.causes.map(({ text }) => text),
      refusal: cause.refusal,
      cause,
    });
  }
}

interface ExplainPorts {
  readonly sts: Sts;
  readonly federatedRoles: FederatedRoles;
}

/**
 * Turns AWS's refusal of a link into one that says why. Whose keys asked is read from AWS, which tells everybody who
 * they are (GetCallerIdentity needs no permission).
 */
export async function explainRefusal(
  ports: ExplainPorts,
  { link, caller, callerRole, profile }: LinkRun,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof AppError) || error.refusal === undefined || !explained.has(error.code)) return error;
  if (link.call === 'LongTermKeys' || link.call === 'InstanceProfile') return error;
  const { code, message } = error.refusal;
  const why = denial({
    call: link.call,
    callerArn: caller === null ? null : (callerRole ?? (await callerArn(ports.sts, link, caller, signal))),
    roleArn: link.roleArn,
    step: link.call === 'AssumeRole' ? link.step : null,
    provider: await providerOf(ports.federatedRoles, link),
    mfaInCaller: link.call === 'AssumeRole' && (link.mfaInCaller || link.mfa !== null),
    temporaryCaller: caller?.sessionToken !== undefined,
    code,
    message,
  });
  return new Denied(why, profile.name, error);
}

/** MFA has words of its own, and what never reached AWS is no refusal. */
const explained: ReadonlySet<string> = new Set(['denied', 'bad-input', 'aws-failed']);

async function callerArn(
  sts: Sts,
  link: ChainLink,
  caller: SigningKeys,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const partition = link.roleArn === null ? 'aws' : partsOfRoleArn(link.roleArn).partition;
    return (await sts.getCallerIdentity(caller, regionIn(partition), signal)).arn;
  } catch {
    return null;
  }
}

async function providerOf(federatedRoles: FederatedRoles, link: ChainLink) {
  if (link.call !== 'AssumeRoleWithSAML') return null;
  const offered = (await federatedRoles.all()).get(link.source);
  const arn = offered?.find(({ roleArn }) => roleArn === link.roleArn)?.providerArn;
  return arn === undefined ? null : { arn, audience: null };
}
