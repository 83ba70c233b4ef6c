import type { SamlClaims } from '../sts/samlIdentityProvider.ts';

/** What a hostile or careless login page tries before somebody has signed in. Each leaves a trace in the site's log. */
export type LoginTrick =
  /** Opens `/popup` in another window, on load and by a link. */
  | 'popup'
  /** Goes to `navigateTo`, for example a `file:` address or a custom scheme. */
  | 'navigate'
  /** Starts to load `/download` as a file. */
  | 'download'
  /** Asks where the browser is, and tells `/permission?geolocation=granted|denied` what came of it. */
  | 'geolocation';

/** How the identity provider behaves. A test changes it between two sign-ins; the next page follows. */
export interface SamlSitePlan {
  /** Role and provider ARNs that the assertion offers. */
  roles: SamlClaims['roles'];
  /** RoleSessionName; 'person' is the user name, null leaves it out. */
  sessionName: string | null;
  /** SessionDuration, in seconds; undefined leaves it out. */
  sessionDuration: string | undefined;
  /** Issued ten minutes ago, over since five. */
  expired: boolean;
  audience: string | undefined;
  recipient: string | undefined;
  status: SamlClaims['status'];
  /** Where the last page's form goes. `{site}` stands for the site's own address. */
  acs: string;
  method: 'POST' | 'GET';
  /** Who sends that form: a script at once, or the person by a button. */
  sentBy: 'script' | 'button';
  /** Where the answer to that form opens: in its own place, in a frame of the page, or in another window. */
  opensIn: 'page' | 'frame' | 'window';
  /** Whether the sign-in leads through the site's other host name, `localhost`, first. */
  secondHost: boolean;
  tricks: readonly LoginTrick[];
  navigateTo: string;
}

export const honestPlan = (roles: SamlClaims['roles']): SamlSitePlan => ({
  roles,
  sessionName: 'person',
  sessionDuration: undefined,
  expired: false,
  audience: undefined,
  recipient: undefined,
  status: undefined,
  acs: 'https://signin.aws.amazon.com/saml',
  method: 'POST',
  sentBy: 'script',
  opensIn: 'page',
  secondHost: false,
  tricks: [],
  navigateTo: 'file:///etc/hostname',
});
