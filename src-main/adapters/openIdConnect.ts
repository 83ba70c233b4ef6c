import type * as Library from 'openid-client';
import { AppError } from '../core/errors.ts';
import type { Clock, OidcClient, OpenIdConnect } from '../core/ports.ts';
import { isLoopback } from '../core/sso/verificationLink.ts';
import type { AwsNetwork } from './awsNetwork.ts';
import { refusedByProvider, toProviderError } from './openIdConnectErrors.ts';
import { openIdConnectFetch } from './openIdConnectFetch.ts';
import { signInByDevice } from './openIdConnectDevice.ts';
import { identityToken } from './openIdConnectToken.ts';
import { signInByBrowser } from './openIdConnectBrowser.ts';

/** A provider that was found, and what a flow needs to talk to it. */
export interface FoundProvider {
  readonly library: typeof Library;
  readonly provider: Library.Configuration;
  readonly scope: string;
  readonly clock: Clock;
  /** @throws AppError federation-refused for a page that no person should be sent to */
  readonly page: (address: string) => string;
}

/** OpenID Connect through openid-client, which checks issuer, audience, times, nonce, algorithm and signature. */
export function createOpenIdConnect(network: () => AwsNetwork, clock: Clock): OpenIdConnect {
  const asked = async <Answer>(
    client: OidcClient,
    signal: AbortSignal,
    ask: (found: FoundProvider) => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      return await ask(await find(client, { network: network(), clock, signal }));
    } catch (error) {
      signal.throwIfAborted();
      throw toProviderError(error);
    }
  };
  return {
    signIn: (client, flow, ask, signal) =>
      asked(client, signal, (found) =>
        flow === 'device' ? signInByDevice(found, ask, signal) : signInByBrowser(found, ask, signal),
      ),
    refresh: (client, refreshToken, signal) =>
      asked(client, signal, async ({ library, provider }) => {
        const answer = await library.refreshTokenGrant(provider, refreshToken).catch((error: unknown) => {
          throw refusedRefresh(error);
        });
        // A provider may answer without one; then only a person can get another.
        if (answer.id_token === undefined) throw signInAgain();
        return identityToken(answer, refreshToken);
      }),
  };
}

async function find(
  { issuer, clientId, scopes }: OidcClient,
  { network, clock, signal }: { network: AwsNetwork; clock: Clock; signal: AbortSignal },
): Promise<FoundProvider> {
  const library = await import('openid-client');
  const url = new URL(issuer);
  const inTheClear = url.protocol === 'http:' && isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !inTheClear) throw refusedByProvider('The issuer must begin with https.');
  // From there the library would take the metadata of any issuer.
  if (url.pathname.includes('/.well-known/')) {
    throw refusedByProvider('The issuer is the address before “/.well-known/”.');
  }
  // The library goes by the machine's clock, which may be wrong.
  const metadata = { [library.clockSkew]: Math.round((clock.now() - Date.now()) / 1000) };
  const provider = await library.discovery(url, clientId, metadata, library.None(), {
    [library.customFetch]: openIdConnectFetch(network, signal),
    execute: [
      library.enableNonRepudiationChecks,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked to be noticed; for a provider on loopback alone
      ...(inTheClear ? [library.allowInsecureRequests] : []),
    ],
  });
  return {
    ...{ library, provider, clock },
    scope: [...new Set(['openid', ...scopes])].join(' '),
    page: (address) => checkedPage(address, inTheClear),
  };
}

function checkedPage(address: string, inTheClear: boolean): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const fits =
    url?.protocol === 'https:' || (inTheClear && url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url !== undefined && fits && url.username === '') return url.href;
  throw refusedByProvider('The identity provider’s sign-in page is not https, so it was not opened.');
}

/** Whatever the provider has against a refresh token, the person can sign in again; an outage ends no sign-in. */
function refusedRefresh(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'ResponseBodyError') return error;
  const { status } = error as Error & { readonly status: number };
  return status < 500 && status !== 429 ? signInAgain() : error;
}

const signInAgain = (): AppError =>
  new AppError('sign-in-needed', 'The identity provider has ended the sign-in.', { hint: 'Sign in again.' });
