import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import type { Domain } from './domain.ts';

type Check = Output<'doctor'>['checks'][number];

/** AWS takes signatures that are up to 15 minutes off; people are told long before. */
const skewWarnMs = 60 * 1000;
const skewFailMs = 5 * 60 * 1000;

/** Everything that a sign-in or a key depends on, each as it is now, with what to do. Says no secret and no token. */
export async function doctor(domain: Domain, signal: AbortSignal): Promise<Check[]> {
  const { ssoSessions } = domain.settings.get();
  return [
    ownerCheck(domain),
    settingsCheck(domain),
    await secretsCheck(domain),
    networkSettingsCheck(domain),
    ...(await Promise.all(ssoSessions.map((place) => placeCheck(domain, place, signal)))),
    ...(await Promise.all(ssoSessions.map((place) => signInCheck(domain, place)))),
    ...(await fileChecks(domain)),
  ];
}

function ownerCheck({ owner }: Domain): Check {
  return ok('agent', `Latchkey ${owner.version} runs as process ${owner.pid} (${owner.kind}).`);
}

function settingsCheck({ settings }: Domain): Check {
  const notices = settings.notices();
  if (notices.length > 0) return { name: 'settings', state: 'warning', message: notices.join(' ') };
  if (settings.get().ssoSessions.length > 0) return ok('settings', 'The settings are in order.');
  return {
    name: 'settings',
    state: 'warning',
    message:
      'No sign-in has been set up. Add yours with: latchkey sso add NAME --start-url URL --region REGION',
  };
}

async function secretsCheck({ secrets }: Domain): Promise<Check> {
  const name = 'keychain';
  const state = await secrets.state();
  if (state.state === 'ready')
    return ok(name, `Secrets are kept in the store “${secrets.kind}”, which is open.`);
  if (state.state === 'locked') {
    return {
      name,
      state: 'failed',
      message: `The store “${secrets.kind}” is locked. Unlock it; you stay signed in.`,
    };
  }
  return {
    name,
    state: 'failed',
    message: `The store “${secrets.kind}” cannot be used: ${state.reason} Start a keychain, or choose another store.`,
  };
}

function networkSettingsCheck({ settings }: Domain): Check {
  const { proxy, caBundle } = settings.get();
  const host = proxy === null ? 'no proxy' : `the proxy ${new URL(proxy).host}`;
  return ok('proxy', `Calls go through ${host}, trusting ${caBundle ?? 'the usual certificates'}.`);
}

async function placeCheck(domain: Domain, place: SsoSession, signal: AbortSignal): Promise<Check> {
  const name = `network ${place.name}`;
  let host = '';
  try {
    const origin = domain.identityCenter.origin(place);
    host = `${new URL(origin).host}: `;
    const before = domain.clock.now();
    const server = await domain.reach.serverTime(origin, signal);
    if (server === null) return ok(name, `${host}It answers, but does not say the time.`);
    const skew = server - (before + domain.clock.now()) / 2;
    const seconds = Math.round(Math.abs(skew) / 1000);
    if (Math.abs(skew) < skewWarnMs) return ok(name, `${host}It answers; the clock agrees with AWS.`);
    return {
      name,
      state: Math.abs(skew) < skewFailMs ? 'warning' : 'failed',
      message: `This machine’s clock is ${seconds} s ${skew > 0 ? 'behind' : 'ahead of'} AWS. Set it right: AWS refuses signatures that are too far off.`,
    };
  } catch (error) {
    return { name, state: 'failed', message: `${host}${inWords(error)}` };
  }
}

async function signInCheck({ tokens, people, clock }: Domain, place: SsoSession): Promise<Check> {
  const name = `sign-in ${place.name}`;
  const stored = await tokens.stored(place.name);
  if (stored.state === 'locked' || stored.state === 'unavailable') {
    return { name, state: 'skipped', message: 'Not known while the store of the secrets is not open.' };
  }
  const person = await people.of(place.name);
  const signedIn = stored.state === 'found' && person?.ended !== true;
  if (!signedIn) {
    return {
      name,
      state: 'warning',
      message: `Nobody is signed in. Sign in with: latchkey login ${place.name}`,
    };
  }
  const who = person?.signedInAs ?? 'somebody AWS did not name';
  const left = stored.token.expiresAt - clock.now();
  if (stored.token.refreshToken !== null) return ok(name, `Signed in as ${who}; the token renews itself.`);
  if (left > 0)
    return ok(name, `Signed in as ${who} for ${Math.round(left / 60_000)} minutes; AWS gave no renewal.`);
  return {
    name,
    state: 'warning',
    message: `The sign-in has expired. Sign in with: latchkey login ${place.name}`,
  };
}

async function fileChecks({ deliveries }: Domain): Promise<Check[]> {
  const problems = await deliveries.inspect();
  return problems.map(({ file, problem }) =>
    problem === null
      ? ok(`file ${file}`, 'In order.')
      : { name: `file ${file}`, state: 'failed', message: problem },
  );
}

/** Sentence and hint of an error that was expected. */
function inWords(error: unknown): string {
  if (!(error instanceof AppError)) throw error;
  return `${error.message} ${error.hint ?? ''}`.trim();
}

function ok(name: string, message: string): Check {
  return { name, state: 'ok', message };
}
