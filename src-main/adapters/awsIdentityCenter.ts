import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
} from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
  type CreateTokenCommandInput,
} from '@aws-sdk/client-sso-oidc';
import { z } from 'zod';
import { isAccountId } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import type { Clock, IdentityCenter, TokenAnswer, TokenGrant } from '../core/ports.ts';
import { accountAccessScope, type SignInFlow } from '../core/sso/ssoSession.ts';
import type { AwsClients } from './awsClients.ts';
import { toAppError } from './awsErrors.ts';
import { longestCallMs } from './transport.ts';
import { within } from './within.ts';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** Grant types of one flow each: AWS does not serve a code grant to a client registered for devices. */
const grantTypes: Readonly<Record<SignInFlow, string[]>> = {
  device: [deviceGrant, 'refresh_token'],
  pkce: ['authorization_code', 'refresh_token'],
};

/** Registered without a port: AWS compares host and path of a loopback redirect and ignores its port. */
export const callbackPath = '/oauth/callback';

const pageSize = 100;

/** SSO OIDC and the portal through the SDK; every answer is checked, because a captive portal also answers 200. */
export function createAwsIdentityCenter(clients: AwsClients, clock: Clock): IdentityCenter {
  return {
    origin: ({ region }) => new URL(clients.endpoint('ssoOidc', region)).origin,

    async registerClient(place, flow, signal) {
      const command = new RegisterClientCommand({
        clientName: 'latchkey',
        clientType: 'public',
        scopes: [accountAccessScope],
        grantTypes: grantTypes[flow],
        ...(flow === 'pkce' && {
          redirectUris: [`http://127.0.0.1${callbackPath}`],
          issuerUrl: place.startUrl,
        }),
      });
      const answer = await checked(registrationAnswer, () =>
        clients.oidc(place.region).send(command, abort(signal)),
      );
      return {
        clientId: answer.clientId,
        clientSecret: answer.clientSecret,
        expiresAt: answer.clientSecretExpiresAt * 1000,
        flow,
        region: place.region,
        startUrl: place.startUrl,
        origin: new URL(clients.endpoint('ssoOidc', place.region)).origin,
      };
    },

    async startDeviceAuthorization({ region, startUrl }, { clientId, clientSecret }, signal) {
      const command = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl });
      const answer = await checked(authorizationAnswer, () =>
        clients.oidc(region).send(command, abort(signal)),
      );
      const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn, interval } = answer;
      return {
        deviceCode,
        userCode,
        verificationUri,
        verificationUriComplete: verificationUriComplete ?? verificationUri,
        expiresAt: clock.now() + expiresIn * 1000,
        interval: interval ?? 5,
      };
    },

    async createToken({ region }, { clientId, clientSecret }, grant, signal) {
      const command = new CreateTokenCommand({ clientId, clientSecret, ...grantInput(grant) });
      try {
        const sent = await clients.oidc(region).send(command, abort(signal));
        const answer = parsed(tokenAnswer, sent);
        return {
          state: 'token',
          accessToken: answer.accessToken,
          expiresAt: clock.now() + answer.expiresIn * 1000,
          refreshToken: answer.refreshToken ?? null,
        };
      } catch (error) {
        return waiting(error, grant);
      }
    },

    authorizeUrl({ region }, { clientId }, { redirectUri, state, codeChallenge }) {
      const url = new URL(`${clients.endpoint('ssoOidc', region)}/authorize`);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge_method: 'S256',
        scopes: accountAccessScope,
        code_challenge: codeChallenge,
      }).toString();
      return url.href;
    },

    async listAccounts({ region }, accessToken, next, signal) {
      const command = new ListAccountsCommand({ accessToken, maxResults: pageSize, nextToken: next });
      const answer = await checked(accountsAnswer, () => clients.portal(region).send(command, abort(signal)));
      const rows = answer.accountList.map(({ accountId, accountName }) => ({
        accountId,
        accountName: accountName ?? null,
      }));
      return page(rows, answer.nextToken);
    },

    async listAccountRoles({ region }, accessToken, accountId, next, signal) {
      const command = new ListAccountRolesCommand({
        accessToken,
        accountId,
        maxResults: pageSize,
        nextToken: next,
      });
      const answer = await checked(rolesAnswer, () => clients.portal(region).send(command, abort(signal)));
      return page(
        answer.roleList.map(({ roleName }) => roleName),
        answer.nextToken,
      );
    },

    async getRoleCredentials({ region }, accessToken, { accountId, roleName }, signal) {
      const command = new GetRoleCredentialsCommand({ accessToken, accountId, roleName });
      const answer = await checked(credentialsAnswer, () =>
        clients.portal(region).send(command, abort(signal)),
      ).catch((error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'bad-input') throw error;
        const said = `AWS does not take “${accountId}/${roleName}” for an account and a role.`;
        throw new AppError('bad-input', said, { hint: 'Compare it with latchkey list.', cause: error });
      });
      return answer.roleCredentials;
    },

    async logout({ region }, accessToken, signal) {
      await clients
        .portal(region)
        .send(new LogoutCommand({ accessToken }), abort(signal))
        .catch((error: unknown) => {
          throw toAppError(error);
        });
    },
  };
}

function grantInput(grant: TokenGrant): Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'> {
  if (grant.kind === 'device') return { grantType: deviceGrant, deviceCode: grant.deviceCode };
  if (grant.kind === 'refresh') return { grantType: 'refresh_token', refreshToken: grant.refreshToken };
  const { code, redirectUri, codeVerifier } = grant;
  return { grantType: 'authorization_code', code, redirectUri, codeVerifier };
}

/** AWS says with an exception that the person has not approved yet; to us that is an answer. */
function waiting(error: unknown, grant: TokenGrant): TokenAnswer {
  const name = error instanceof Error ? error.name : '';
  if (name === 'AuthorizationPendingException') return { state: 'pending' };
  if (name === 'SlowDownException') return { state: 'slow-down' };
  const cause = toAppError(error);
  const refused = ['sign-in-expired', 'sign-in-denied', 'bad-input'].includes(cause.code);
  if (grant.kind !== 'refresh' || !refused) throw cause;
  // In a refresh these speak of the refresh token, expired or of another region: there is no code to approve.
  throw new AppError('sign-in-needed', 'AWS has ended the sign-in.', { hint: 'Sign in again.', cause });
}

function page<Row>(
  rows: readonly Row[],
  next: string | null | undefined,
): { rows: readonly Row[]; next?: string } {
  // The end of a listing is a missing, null or empty token.
  return next === undefined || next === null || next === '' ? { rows } : { rows, next };
}

function abort(signal: AbortSignal | undefined): { abortSignal: AbortSignal } {
  return { abortSignal: within(longestCallMs, signal) };
}

async function checked<Schema extends z.ZodType>(schema: Schema, send: () => Promise<unknown>) {
  try {
    return parsed(schema, await send());
  } catch (error) {
    throw toAppError(error);
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new AppError('not-aws', 'The answer is not what AWS would say.', {
    hint: 'Check the network and the proxy; try again in a moment.',
  });
}

const text = z.string().min(1);
const accountId = z.string().refine(isAccountId);
const nextToken = z.string().nullish();

const registrationAnswer = z.object({
  clientId: text,
  clientSecret: text,
  clientSecretExpiresAt: z.number().positive(),
});
const authorizationAnswer = z.object({
  deviceCode: text,
  userCode: text,
  verificationUri: text,
  verificationUriComplete: text.optional(),
  expiresIn: z.number().positive(),
  interval: z.number().positive().optional(),
});
const tokenAnswer = z.object({
  accessToken: text,
  expiresIn: z.number().positive(),
  refreshToken: text.nullish(),
});
const accountsAnswer = z.object({
  accountList: z.array(z.object({ accountId, accountName: z.string().nullish() })),
  nextToken,
});
const rolesAnswer = z.object({ roleList: z.array(z.object({ roleName: text })), nextToken });
const credentialsAnswer = z.object({
  roleCredentials: z.object({
    accessKeyId: text,
    secretAccessKey: text,
    sessionToken: text,
    /** Milliseconds; a value in seconds would be 1970 and is refused. */
    expiration: z.number().min(1_000_000_000_000),
  }),
});
