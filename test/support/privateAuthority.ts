import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporaryFolder.ts';

export interface PrivateAuthority {
  /** Absolute path of its own certificate (PEM), which a client must trust. */
  readonly bundle: string;
  readonly folder: string;
  /** A server's certificate for these names, such as `DNS:example.com` or `IP:127.0.0.1`. */
  issue(...names: string[]): { readonly key: string; readonly cert: string };
}

/** A certificate authority that no client knows of, made by openssl. */
export async function createPrivateAuthority(): Promise<PrivateAuthority> {
  const folder = await temporaryFolder();
  const file = (name: string): string => join(folder, name);
  const request = (name: string, ...more: string[]): void => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const into = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
    const given = ['req', '-x509', ...key, ...into, '-days', '2', '-subj', `/CN=${name}`, ...more];
    execFileSync('openssl', given, { stdio: 'ignore' });
  };
  request('authority');
  const authority = ['-CA', file('authority.pem'), '-CAkey', file('authority.key')];
  return {
    bundle: file('authority.pem'),
    folder,
    issue: (...names) => {
      const extensions = ['basicConstraints=CA:FALSE', `subjectAltName=${names.join(',')}`];
      request('server', ...authority, ...extensions.flatMap((extension) => ['-addext', extension]));
      return {
        key: readFileSync(file('server.key'), 'utf8'),
        cert: readFileSync(file('server.pem'), 'utf8'),
      };
    },
  };
}
