import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { skewWords } from '../core/health/skewWords.ts';
import { regionOfStartUrl } from '../core/sso/regionOfStartUrl.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import type { Domain } from './domain.ts';

type Check = Output<'doctor'>['checks'][number];

/** AWS takes signatures that are up to 15 minutes off; people are told long before. */
const skewFailMs = 5 * 60 * 1000;

/**
 * Everything that a sign-in or a key depends on, each as it is now, with what to do. Says no secret, no token and
 * nobody's name.
 */
export async function doctor(domain: Domain, signal: AbortSignal): Promise<Check[]> {
  const { ssoSessions } = domain.settings.get();
  const reached = await Promise.all(ssoSessions.map((place) => networkCheck(domain, place, signal)));
  return [
    ownerCheck(domain),
    settingsCheck(domain),
    await secretsCheck(domain),
    proxyCheck(domain),
    await caCheck(domain),
    ...reached,
    // What the hosts have just answered says the time, too.
    clockCheck(domain),
    ...(await Promise.all(ssoSessions.map((place) => startUrlCheck(domain, place)))),
    ...(await Promise.all(ssoSessions.map((place) => signInCheck(domain, place)))),
    ...(await fileChecks(domain)),
  ];
}

function ownerCheck({ owner }: Domain): Check {
  return ok('agent', 'agent', `Latchkey ${owner.version} runs as process ${owner.pid} (${owner.kind}).`);
}

function settingsCheck({ settings }: Domain): Check {
  const notices = settings.notices();
  if (notices.length > 0) return bad('warning', 'settings', 'settings', notices.join(' '), null);
  if (settings.get().ssoSessions.length > 0) return ok('settings', 'settings', 'The settings are in order.');
  return bad(
    'warning',
    ...(['settings', 'settings', 'No sign-in has been set up.'] as const),
    'Add yours with: latchkey sso add NAME --start-url URL --region REGION',
  );
}

async function secretsCheck({ secrets }: Domain): Promise<Check> {
  const about = ['keychain', 'keychain'] as const;
  const state = await secrets.state();
  if (state.state === 'ready')
    return ok(...about, `Secrets are kept in the store “${secrets.kind}”, which is open.`);
  if (state.state === 'locked')
    return bad(
      'failed',
      ...about,
      `The store “${secrets.kind}” is locked.`,
      'Unlock it; you stay signed in.',
    );
  return bad(
    'failed',
    ...about,
    `The store “${secrets.kind}” cannot be used: ${state.reason}`,
    'Start a keychain, or choose another store.',
  );
}

function proxyCheck({ settings }: Domain): Check {
  const { proxy } = settings.get();
  const way = proxy === null ? 'Calls go straight to AWS.' : `Calls go through ${new URL(proxy).host}.`;
  return ok('proxy', 'proxy', way);
}

async function caCheck({ settings, files }: Domain): Promise<Check> {
  const { caBundle } = settings.get();
  const about = ['ca', 'CA'] as const;
  if (caBundle === null) return ok(...about, 'The usual certificates are trusted.');
  const hint = 'Name the right file with: latchkey settings set caBundle PATH';
  const text = await files.read(caBundle).catch(() => undefined);
  if (text === undefined) return bad('failed', ...about, `${caBundle} cannot be read.`, hint);
  const count = text.split('-----BEGIN CERTIFICATE-----').length - 1;
  if (count === 0) return bad('failed', ...about, `${caBundle} holds no certificate.`, hint);
  return ok(...about, `Beside the usual certificates ${caBundle} is trusted.`);
}

async function networkCheck(domain: Domain, place: SsoSession, signal: AbortSignal): Promise<Check> {
  const about = ['network', `network ${place.name}`] as const;
  let host = '';
  try {
    const origin = domain.identityCenter.origin(place);
    host = `${new URL(origin).host}: `;
    await domain.reach.serverTime(origin, signal);
    return ok(...about, `${host}AWS answers.`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return bad('failed', ...about, `${host}${error.message}`, error.hint ?? null);
  }
}

function clockCheck({ skew }: Domain): Check {
  const about = ['clock', 'clock'] as const;
  if (!skew.isKnown()) {
    return { ...ok(...about, 'Not known: AWS has not said the time yet.'), state: 'skipped' };
  }
  const offset = skew.offset();
  if (offset === 0) return ok(...about, 'This machine’s clock agrees with AWS’s.');
  return bad(
    Math.abs(offset) < skewFailMs ? 'warning' : 'failed',
    ...about,
    `${skewWords(offset)} Latchkey corrects for it; other programs do not.`,
    'Set the clock right: AWS refuses what is signed more than 15 minutes off.',
  );
}

async function startUrlCheck({ tokens, people }: Domain, place: SsoSession): Promise<Check> {
  const about = ['start-url', `start URL ${place.name}`] as const;
  const named = regionOfStartUrl(place.startUrl);
  if (named !== undefined && named !== place.region) {
    return bad(
      'warning',
      ...about,
      `It is of ${named}, but the sign-in is set to ${place.region}.`,
      'Compare start URL and region with your administrator’s: latchkey sso list',
    );
  }
  const isKnown = (await tokens.stored(place.name)).state === 'found' || (await people.of(place.name));
  if (isKnown) return ok(...about, 'AWS knows it: somebody has signed in there.');
  return ok(...about, 'It has the right form; the next sign-in tells whether AWS knows it.');
}

async function signInCheck({ tokens, people, clock }: Domain, place: SsoSession): Promise<Check> {
  const about = ['sign-in', `sign-in ${place.name}`] as const;
  const hint = `Sign in with: latchkey login ${place.name}`;
  const stored = await tokens.stored(place.name);
  if (stored.state === 'locked' || stored.state === 'unavailable') {
    return {
      ...ok(...about, 'Not known while the store of the secrets is not open.'),
      state: 'skipped',
    };
  }
  if (stored.state === 'absent') return bad('warning', ...about, 'Nobody is signed in.', hint);
  if ((await people.of(place.name))?.ended === true)
    return bad('warning', ...about, 'AWS has ended the sign-in.', hint);
  if (stored.token.refreshToken !== null) return ok(...about, 'Signed in; the token renews itself.');
  const left = stored.token.expiresAt - clock.now();
  if (left > 0)
    return ok(...about, `Signed in for ${Math.round(left / 60_000)} minutes; AWS gave no renewal.`);
  return bad('warning', ...about, 'The sign-in has expired.', hint);
}

async function fileChecks({ deliveries }: Domain): Promise<Check[]> {
  const problems = await deliveries.inspect();
  return problems.map(({ file, problem }) =>
    problem === null
      ? ok('file', `file ${file}`, 'In order.')
      : bad('failed', 'file', `file ${file}`, problem, null),
  );
}

function ok(kind: Check['kind'], name: string, message: string): Check {
  return { kind, name, state: 'ok', message, hint: null };
}

function bad(
  state: 'warning' | 'failed',
  ...[kind, name, message, hint]: [Check['kind'], string, string, string | null]
): Check {
  return { kind, name, state, message, hint };
}
