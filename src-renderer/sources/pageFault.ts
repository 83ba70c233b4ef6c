import { isLoopback } from '../../src-main/core/sso/verificationLink.ts';

/** What is wrong with the address of a page that a password is typed into; `what` begins the sentence. */
export function pageFault(text: string, what: string): string | undefined {
  const url = text.trim();
  if (url === '') return `${what} is needed; your administrator knows it.`;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    return `${what} must be like https://sign-in.example.com/aws.`;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname) ? undefined : `${what} must begin with https.`;
}
