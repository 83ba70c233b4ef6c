import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { isTrustedBy, type ShownCertificate } from '../../src-main/shell/saml/isTrustedBy.ts';
import { createPrivateAuthority, type PrivateAuthority } from '../support/privateAuthority.ts';

let ours: PrivateAuthority;
let strangers: PrivateAuthority;
let authorities: string;
let good: string;
beforeAll(async () => {
  ours = await createPrivateAuthority();
  strangers = await createPrivateAuthority();
  authorities = readFileSync(ours.bundle, 'utf8');
  good = ours.issue('DNS:idp.example', 'IP:127.0.0.1').cert;
});
afterAll(async () => {
  for (const { folder } of [ours, strangers]) await rm(folder, { recursive: true });
});

/** A certificate of `subject`, signed by `issuer`, both files in our folder. */
function sign(subject: string, issuer: string, ...more: readonly string[]): string {
  const file = (name: string) => join(ours.folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const into = ['-keyout', file(`${subject}.key`), '-out', file(`${subject}.pem`), '-subj', `/CN=${subject}`];
  const by = ['-CA', file(`${issuer}.pem`), '-CAkey', file(`${issuer}.key`)];
  execFileSync('openssl', ['req', '-x509', ...key, ...into, ...by, ...more], { stdio: 'ignore' });
  return readFileSync(file(`${subject}.pem`), 'utf8');
}
const forHost = ['-addext', 'subjectAltName=DNS:idp.example', '-addext', 'basicConstraints=CA:FALSE'];
const shown = (data: string, issuerCert?: ShownCertificate): ShownCertificate => ({
  data,
  ...(issuerCert && { issuerCert }),
});

it('a host is trusted that the person’s authority vouches for, by name or address', () => {
  expect(isTrustedBy(authorities, shown(good), 'idp.example')).toBe(true);
  expect(isTrustedBy(authorities, shown(good), '127.0.0.1')).toBe(true);
  expect(isTrustedBy(authorities, shown(good, shown(authorities)), 'idp.example')).toBe(true);
  expect(isTrustedBy(`# ours\n${authorities}\n${authorities}`, shown(good), 'idp.example')).toBe(true);
});

it('not another host, and not one of a stranger’s authority of the same name', () => {
  expect(isTrustedBy(authorities, shown(good), 'evil.example')).toBe(false);
  expect(isTrustedBy(authorities, shown(good), '127.0.0.2')).toBe(false);
  const forged = strangers.issue('DNS:idp.example').cert;
  expect(isTrustedBy(authorities, shown(forged), 'idp.example')).toBe(false);
  expect(isTrustedBy(authorities, shown(forged, shown(authorities)), 'idp.example')).toBe(false);
  expect(isTrustedBy('', shown(good), 'idp.example')).toBe(false);
});

it('an authority in between counts, and a host’s certificate is no authority', () => {
  const between = sign('between', 'authority', '-addext', 'basicConstraints=critical,CA:TRUE');
  const below = sign('below', 'between', ...forHost);
  expect(isTrustedBy(authorities, shown(below, shown(between)), 'idp.example')).toBe(true);
  expect(isTrustedBy(authorities, shown(below), 'idp.example')).toBe(false);
  const host = sign('host', 'authority', ...forHost);
  const underHost = sign('underHost', 'host', ...forHost);
  expect(isTrustedBy(authorities, shown(underHost, shown(host)), 'idp.example')).toBe(false);
});

it('not before its time, and not after', () => {
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const day = 86_400_000;
  const now = Date.now();
  const trustedAt = (time: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: time });
    return isTrustedBy(authorities, shown(good), 'idp.example');
  };
  expect([now - day, now + 60_000, now + 3 * day].map(trustedAt)).toEqual([false, true, false]);
});

it('not for another purpose than a server’s, or when it cannot be read', () => {
  const mail = sign('mail', 'authority', ...forHost, '-addext', 'extendedKeyUsage=emailProtection');
  expect(isTrustedBy(authorities, shown(mail), 'idp.example')).toBe(false);
  const server = sign('web', 'authority', ...forHost, '-addext', 'extendedKeyUsage=serverAuth');
  expect(isTrustedBy(authorities, shown(server), 'idp.example')).toBe(true);
  expect(isTrustedBy(authorities, shown('not a certificate'), 'idp.example')).toBe(false);
});
