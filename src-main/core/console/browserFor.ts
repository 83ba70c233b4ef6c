import type { BrowserChoice, BrowserRule } from './browserChoice.ts';

/** Whose page is to be opened. */
export interface PageOwner {
  /** Of the profile; none where a sign-in's own page is opened. */
  readonly labels: readonly string[];
  readonly ssoSession: string | undefined;
}

/** Where a page opens by the rules of the settings: a label's counts before the sign-in's, both before that for all. */
export function browserFor(rules: readonly BrowserRule[], { labels, ssoSession }: PageOwner): BrowserChoice {
  const rule =
    rules.find(({ for: whose }) => whose.kind === 'label' && labels.includes(whose.label)) ??
    rules.find(({ for: whose }) => whose.kind === 'sso-session' && whose.ssoSession === ssoSession) ??
    rules.find(({ for: whose }) => whose.kind === 'all');
  return rule?.open ?? { browser: 'default', profile: null, container: null, private: false };
}
