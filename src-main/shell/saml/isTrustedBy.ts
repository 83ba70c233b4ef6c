import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** As far as Electron shows a certificate, and who signed it. */
export interface ShownCertificate {
  /** PEM. */
  readonly data: string;
  readonly issuerCert?: ShownCertificate;
}

/** Certificates in a chain, the host's own first. */
const longestChain = 8;

/** The purpose of a server's certificate, where it is limited at all. */
const serverPurpose = '1.3.6.1.5.5.7.3.1';

/**
 * Whether one of the person's own authorities (PEM) vouches for a host whose authority Chromium does not know.
 * Chromium checked nothing beyond that: host, dates and every signature are checked here.
 */
export function isTrustedBy(authorities: string, certificate: ShownCertificate, host: string): boolean {
  try {
    const [own, ...shown] = chainOf(certificate);
    if (own === undefined || !isFor(own, host)) return false;
    const roots = (authorities.match(pem) ?? []).map((one) => new X509Certificate(one));
    let at = own;
    for (const next of [...shown, undefined]) {
      if (!isCurrent(at)) return false;
      if (roots.some((root) => isCurrent(root) && isSignedBy(at, root))) return true;
      if (next === undefined || !isSignedBy(at, next)) return false;
      at = next;
    }
    return false;
  } catch {
    // A certificate that cannot be read vouches for nothing.
    return false;
  }
}

const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function chainOf(certificate: ShownCertificate): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (
    let at: ShownCertificate | undefined = certificate;
    at !== undefined && chain.length < longestChain;
    at = at.issuerCert
  )
    chain.push(new X509Certificate(at.data));
  return chain;
}

function isFor(certificate: X509Certificate, host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const named =
    isIP(address) === 0 ? certificate.checkHost(address, { subject: 'never' }) : certificate.checkIP(address);
  // Its extended key usage, for all that its name says; none at all in a certificate for any purpose.
  const purposes = certificate.keyUsage as readonly string[] | undefined;
  return named !== undefined && (purposes?.includes(serverPurpose) ?? true);
}

function isCurrent({ validFrom, validTo }: X509Certificate): boolean {
  const now = Date.now();
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}

const isSignedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
