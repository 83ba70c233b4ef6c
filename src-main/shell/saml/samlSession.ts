import { session, type Session } from 'electron';
import { denyPermissions } from '../walls.ts';
import { catchAssertion } from './catchAssertion.ts';
import { isTrustedBy } from './isTrustedBy.ts';
import type { SamlAsk, SamlOutcome } from './samlMessages.ts';

interface Listening {
  readonly tell: (outcome: SamlOutcome) => void;
  /** Tells the person in the window of these contents. */
  readonly sayIn: (contentsId: number | undefined, sentence: string) => void;
}

/** What a page of the web is made of; no file, no other program's scheme. */
const schemes = new Set(['http:', 'https:', 'ws:', 'wss:', 'data:', 'blob:', 'about:']);

/** net::ERR_CERT_AUTHORITY_INVALID, and what Electron takes as “ask Chromium”. */
const unknownAuthority = -202;
const asChromiumSays = -3;

/** The session of the sign-in page: in memory, without a cache, and nothing is granted in it. */
export async function openSamlSession(ask: SamlAsk, { tell, sayIn }: Listening): Promise<Session> {
  const own = session.fromPartition('company-sign-in', { cache: false });
  denyPermissions(own);
  own.setSpellCheckerEnabled(false);
  // Else it has begun to fetch a dictionary already.
  own.setSpellCheckerLanguages([]);
  // Identity providers turn browsers away that they do not know.
  own.setUserAgent(
    own.getUserAgent().replaceAll(/ (?!Mozilla|AppleWebKit|Chrome|Safari)[\w.-]+\/[\d.]+/g, ''),
  );
  own.webRequest.onBeforeRequest((details, decide) => {
    const { webContentsId } = details;
    const caught = catchAssertion(details, ask.acsUrls);
    decide({ cancel: !schemes.has(new URL(details.url).protocol) || !mayGoOn.has(caught.kind) });
    if (caught.kind === 'missed' || caught.kind === 'cleartext') sayIn(webContentsId, notASignIn);
    else if (caught.kind !== 'pass') tell(caught);
  });
  own.on('will-download', (event, _item, contents) => {
    event.preventDefault();
    sayIn(contents.id, 'This window takes no downloads.');
  });
  if (ask.authorities !== null) {
    const authorities = ask.authorities;
    own.setCertificateVerifyProc(({ hostname, certificate, errorCode }, decide) => {
      const isOurs = errorCode === unknownAuthority && isTrustedBy(authorities, certificate, hostname);
      decide(isOurs ? 0 : asChromiumSays);
    });
  }
  await own.setProxy(proxyOf(ask));
  return own;
}

const mayGoOn = new Set(['pass', 'missed']);

const notASignIn = 'This page did not hand over a sign-in in the way that AWS takes it.';

/** As every other call of ours: through the proxy of the settings, or through none. */
function proxyOf({ proxy, noProxy }: SamlAsk): Electron.ProxyConfig {
  if (proxy === null) return { mode: 'direct' };
  const { protocol, host } = new URL(proxy);
  const hosts = (noProxy ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  const names = hosts.map((entry) => entry.replace(/^\*?\./, ''));
  return {
    mode: 'fixed_servers',
    proxyRules: `${protocol}//${host}`,
    // Each covers the host and all below it.
    proxyBypassRules: names.flatMap((name) => (name === '*' ? ['*'] : [name, `*.${name}`])).join(','),
  };
}
