import {
  AssumeRoleCommand,
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  type STSClient,
} from '@aws-sdk/client-sts';
import type { z } from 'zod';
import type { MfaCode, SigningKeys, Sts } from '../core/ports.ts';
import type { AwsClients } from './awsClients.ts';
import { toRefusal } from './awsRefusal.ts';
import { callerAnswer, federatedUserAnswer, roleAnswer, sessionAnswer } from './awsStsAnswers.ts';
import { notAws } from './notAws.ts';
import { longestCallMs } from './transport.ts';
import { within } from './within.ts';
import { withRightTime } from './withRightTime.ts';

interface Call<Schema extends z.ZodType> {
  readonly name: string;
  readonly region: string;
  readonly keys: SigningKeys | null;
  /** Values that AWS may quote in an error. */
  readonly secrets?: readonly (string | null)[];
  readonly answer: Schema;
  readonly signal: AbortSignal | undefined;
  readonly send: (client: STSClient, options: { abortSignal: AbortSignal }) => Promise<unknown>;
}

/** STS through the SDK. A duration is always sent, so that AWS's defaults never decide. */
export function createAwsSts(clients: AwsClients): Sts {
  const ask = <Schema extends z.ZodType>(call: Call<Schema>) => askSts(clients, call);
  return {
    getCallerIdentity: (keys, region, signal) =>
      ask({
        ...{ name: 'GetCallerIdentity', region, keys, signal, answer: callerAnswer },
        send: (client, options) => client.send(new GetCallerIdentityCommand({}), options),
      }),

    assumeRole({ region, credentials: keys, ...request }, signal) {
      const { externalId, tags, transitiveTagKeys, sourceIdentity, mfa } = request;
      const command = new AssumeRoleCommand({
        ...narrowed(request),
        ...mfaInput(mfa),
        RoleSessionName: request.sessionName,
        ...(externalId !== null && { ExternalId: externalId }),
        ...(tags.length > 0 && { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
        ...(transitiveTagKeys.length > 0 && { TransitiveTagKeys: [...transitiveTagKeys] }),
        ...(sourceIdentity !== null && { SourceIdentity: sourceIdentity }),
      });
      return ask({
        ...{ name: 'AssumeRole', region, keys, signal, answer: roleAnswer },
        secrets: [externalId],
        send: (client, options) => client.send(command, options),
      });
    },

    assumeRoleWithSaml({ region, ...request }, signal) {
      const command = new AssumeRoleWithSAMLCommand({
        ...narrowed(request),
        PrincipalArn: request.providerArn,
        SAMLAssertion: request.assertion,
      });
      return ask({
        ...{ name: 'AssumeRoleWithSAML', region, keys: null, signal, answer: roleAnswer },
        secrets: [request.assertion],
        send: (client, options) => client.send(command, options),
      });
    },

    assumeRoleWithWebIdentity({ region, ...request }, signal) {
      const command = new AssumeRoleWithWebIdentityCommand({
        ...narrowed(request),
        RoleSessionName: request.sessionName,
        WebIdentityToken: request.token,
      });
      return ask({
        ...{ name: 'AssumeRoleWithWebIdentity', region, keys: null, signal, answer: roleAnswer },
        secrets: [request.token],
        send: (client, options) => client.send(command, options),
      });
    },

    getSessionToken({ region, credentials: keys, durationSeconds, mfa }, signal) {
      const command = new GetSessionTokenCommand({ DurationSeconds: durationSeconds, ...mfaInput(mfa) });
      return ask({
        ...{ name: 'GetSessionToken', region, keys, signal, answer: sessionAnswer },
        send: (client, options) => client.send(command, options),
      });
    },

    getFederationToken({ region, credentials: keys, durationSeconds, name, policy }, signal) {
      const command = new GetFederationTokenCommand({
        DurationSeconds: durationSeconds,
        Name: name,
        Policy: policy,
      });
      return ask({
        ...{ name: 'GetFederationToken', region, keys, signal, answer: federatedUserAnswer },
        send: (client, options) => client.send(command, options),
      });
    },
  };
}

async function askSts<Schema extends z.ZodType>(
  clients: AwsClients,
  { name, region, keys, secrets = [], answer, signal, send }: Call<Schema>,
): Promise<z.output<Schema>> {
  try {
    const answered = await withRightTime(clients.time, async () => {
      // One client a call: it holds the keys, and goes with them.
      const client = clients.sts(region, keys);
      try {
        return await send(client, { abortSignal: within(longestCallMs, signal) });
      } finally {
        client.destroy();
      }
    });
    const parsed = answer.safeParse(answered);
    if (!parsed.success) throw notAws();
    return parsed.data;
  } catch (error) {
    throw toRefusal(error, {
      name,
      secrets: [...secrets, keys?.secretAccessKey, keys?.sessionToken],
    });
  }
}

function narrowed(request: {
  readonly roleArn: string;
  readonly durationSeconds: number;
  readonly policy: string | null;
  readonly policyArns: readonly string[];
}) {
  const { roleArn, durationSeconds, policy, policyArns } = request;
  return {
    RoleArn: roleArn,
    DurationSeconds: durationSeconds,
    ...(policy !== null && { Policy: policy }),
    ...(policyArns.length > 0 && { PolicyArns: policyArns.map((arn) => ({ arn })) }),
  };
}

const mfaInput = (mfa: MfaCode | null) =>
  mfa === null ? {} : { SerialNumber: mfa.serial, TokenCode: mfa.code };
