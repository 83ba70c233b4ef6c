import { z } from 'zod';

/** Browsers whose own profiles are known. `default`: $BROWSER, else what the system opens links with. */
export const browserName = z.enum(['default', 'chrome', 'chromium', 'edge', 'brave', 'firefox']);
export type BrowserName = z.infer<typeof browserName>;

/** Where a page is opened, so that several people or accounts are signed in side by side. */
export const browserChoice = z
  .strictObject({
    browser: browserName,
    /** As the browser keeps it: Chromium’s folder (`Profile 1`), Firefox’s name. Null: the one that it opens by itself. */
    profile: z.string().min(1).max(128).nullable().default(null),
    /** A Firefox container of that name, through the extension that opens links in containers. */
    container: z.string().min(1).max(64).nullable().default(null),
    private: z.boolean().default(false),
  })
  .refine(({ browser, container }) => container === null || browser === 'firefox', {
    error: 'Only Firefox has containers.',
  })
  .refine(({ container, private: isPrivate }) => container === null || !isPrivate, {
    error: 'A private window has no containers.',
  })
  .refine(
    ({ browser, profile, private: isPrivate }) => browser !== 'default' || (profile === null && !isPrivate),
    { error: 'Name the browser whose profile or private window it is.' },
  );
export type BrowserChoice = z.infer<typeof browserChoice>;

/** One rule of the settings: whose pages open there. A label counts before a sign-in, both before `all`. */
export const browserRule = z.strictObject({
  for: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('sso-session'), ssoSession: z.string().min(1).max(64) }),
    z.strictObject({ kind: z.literal('label'), label: z.string().min(1).max(32) }),
  ]),
  open: browserChoice,
});
export type BrowserRule = z.infer<typeof browserRule>;
