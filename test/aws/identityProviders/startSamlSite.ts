import { randomBytes } from 'node:crypto';
import type { Answer } from '../answer.ts';
import { htmlPage } from '../html.ts';
import { startSite, type Site, type SiteOptions, type SiteRequest } from '../startSite.ts';
import type { SamlIdentityProvider } from '../sts/samlIdentityProvider.ts';
import { assertionPage, loginPage, wrongPasswordPage } from './samlSitePages.ts';
import { honestPlan, type SamlSitePlan } from './samlSitePlan.ts';
import { personOf, sitePeople, type SitePerson } from './sitePeople.ts';

export interface SamlSiteOptions extends SiteOptions {
  /** The keys that AWS trusts. */
  readonly provider: SamlIdentityProvider;
  readonly roles: SamlSitePlan['roles'];
  readonly people?: readonly SitePerson[];
}

/** A company's SAML sign-in as a website. */
export interface SamlSite extends Site {
  /** What a person types into Latchkey as the address of the sign-in. */
  readonly signInUrl: string;
  readonly people: readonly SitePerson[];
  readonly plan: SamlSitePlan;
  /** The response that the site would give this person now, in base64. */
  assertionFor(person?: SitePerson): string;
}

const cookieName = 'company_browser';

/**
 * `/sso` asks for user and password and leads to a page whose form carries SAMLResponse and RelayState to AWS.
 * `/saml`, which no honest plan leads to, is the hostile receiver of assertions: it takes and logs everything.
 */
export async function startSamlSite(options: SamlSiteOptions): Promise<SamlSite> {
  const { clock, provider, people = sitePeople, roles } = options;
  const plan = honestPlan(roles);
  const assertionFor = ({ name }: SitePerson = firstOf(people)): string =>
    provider.respond({
      now: clock.now() - (plan.expired ? 600_000 : 0),
      subject: name,
      roles: plan.roles,
      sessionName: plan.sessionName === 'person' ? name : plan.sessionName,
      ...present({
        sessionDuration: plan.sessionDuration,
        audience: plan.audience,
        recipient: plan.recipient,
        status: plan.status,
      }),
    });
  const login = ({ form }: SiteRequest): Answer => {
    const relayState = form.get('RelayState') ?? '';
    const person = personOf(people, form);
    if (person === undefined) return wrongPasswordPage(relayState);
    const fields = { SAMLResponse: assertionFor(person), RelayState: relayState };
    return assertionPage(plan, plan.acs.replace('{site}', site.url), fields);
  };
  const site: Site = await startSite(options, (request) =>
    request.path === '/login' && request.method === 'POST'
      ? login(request)
      : answerOf(request, plan, site.url),
  );
  return { ...site, plan, people, signInUrl: `${site.url}/sso`, assertionFor };
}

function answerOf(request: SiteRequest, plan: SamlSitePlan, url: string): Answer {
  const { method, path, query } = request;
  const relayState = query.get('RelayState') ?? '';
  const onwards = `?${new URLSearchParams({ RelayState: relayState }).toString()}`;
  switch (`${method} ${path}`) {
    case 'GET /sso':
      if (plan.secondHost) return redirect(`${url.replace('127.0.0.1', 'localhost')}/gateway${onwards}`);
      return rememberedLogin(request, plan, relayState);
    case 'GET /gateway':
      return redirect(`${url}/signin${onwards}`);
    case 'GET /signin':
      return rememberedLogin(request, plan, relayState);
    case 'GET /popup':
      return htmlPage(200, 'Help', '<p>Nothing here helps.</p>');
    case 'GET /download':
      return file();
    case 'GET /permission':
      return { status: 204, headers: {}, body: '' };
    case 'POST /saml':
    case 'GET /saml':
      return htmlPage(200, 'Thank you', '');
    default:
      return htmlPage(404, 'Not found', '');
  }
}

/** The cookie outlives the browser, unless the browser forgets it. */
function rememberedLogin(request: SiteRequest, plan: SamlSitePlan, relayState: string): Answer {
  const page = loginPage(plan, relayState, hasCookie(request));
  const id = randomBytes(12).toString('base64url');
  const cookie = `${cookieName}=${id}; HttpOnly; Path=/; SameSite=Lax; Max-Age=31536000`;
  return { ...page, headers: { ...page.headers, 'Set-Cookie': cookie } };
}

const hasCookie = ({ headers }: SiteRequest): boolean => headers.cookie?.includes(`${cookieName}=`) === true;

const redirect = (to: string): Answer => ({ status: 302, headers: { Location: to }, body: '' });

const file = (): Answer => ({
  status: 200,
  headers: {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': 'attachment; filename="latchkey-update.bin"',
  },
  body: 'not an update',
});

function firstOf(people: readonly SitePerson[]): SitePerson {
  const [first] = people;
  if (first === undefined) throw new Error('at least one person');
  return first;
}

/** Without the members that are undefined: an attribute that is not planned is left out. */
function present<M extends object>(members: M): { [K in keyof M]?: Exclude<M[K], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof M]?: Exclude<M[K], undefined> };
}
