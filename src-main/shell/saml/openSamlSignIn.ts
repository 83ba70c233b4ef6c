import { app } from 'electron';
import { readCaBundle } from '../../adapters/readCaBundle.ts';
import { runSamlProcess } from './runSamlProcess.ts';

export interface SamlSignInRequest {
  /** The identity provider's page, as the person typed or confirmed it, and from nowhere else. */
  readonly url: string;
  /** Where AWS takes SAML responses, such as https://signin.aws.amazon.com/saml; its regions count too. */
  readonly acsUrls: readonly string[];
  /** Of the window: whose sign-in it is. */
  readonly title: string;
  /** As in the settings; a user and a password in its URL are used. */
  readonly proxy: string | null;
  readonly noProxy: string | null;
  /** Absolute path. */
  readonly caBundle: string | null;
}

/**
 * Shows a company's sign-in page in a process of its own until the person has signed in. The response never reaches
 * AWS from there.
 * @returns the SAML response as the page sent it: base64 of at most 100,000 characters, which nobody has checked
 * @throws AppError sign-in-cancelled when the window is closed or `signal` aborts; federation-refused; file-unreadable
 *   for the CA bundle
 */
export async function openSamlSignIn(
  { url, acsUrls, title, proxy, noProxy, caBundle }: SamlSignInRequest,
  signal: AbortSignal,
): Promise<{ readonly assertion: string }> {
  const flags = app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : [];
  const program = {
    executable: process.execPath,
    words: app.isPackaged ? flags : [...flags, app.getAppPath()],
    environment: process.env,
  };
  const authorities = caBundle === null ? null : readCaBundle(caBundle);
  return runSamlProcess(program, { url, acsUrls: [...acsUrls], title, proxy, noProxy, authorities }, signal);
}
