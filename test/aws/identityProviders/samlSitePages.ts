import type { Answer } from '../answer.ts';
import { htmlPage } from '../html.ts';
import { escapeMarkup } from '../markup.ts';
import type { LoginTrick, SamlSitePlan } from './samlSitePlan.ts';

/** Where a person signs in. It says whether the browser has been here before, by cookie or by local storage. */
export function loginPage(plan: SamlSitePlan, relayState: string, knownCookie: boolean): Answer {
  return htmlPage(
    200,
    'Company sign-in',
    `<p id="cookie">${knownCookie ? 'known browser' : 'new browser'}</p><p id="storage">new browser</p>
    ${loginForm(relayState)}
    <script>${rememberBrowser}${plan.tricks.map((trick) => scriptOf(trick, plan)).join('')}</script>
    ${plan.tricks.includes('popup') ? '<a id="popup" href="/popup" target="_blank">Help</a>' : ''}`,
  );
}

export const wrongPasswordPage = (relayState: string): Answer =>
  htmlPage(
    200,
    'Company sign-in',
    `<p id="problem">Wrong user name or password.</p>${loginForm(relayState)}`,
  );

const loginForm = (relayState: string): string =>
  `<form method="post" action="/login">${hidden('RelayState', relayState)}
  <p><label>User <input name="user" autocomplete="username"></label></p>
  <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
  <button>Sign in</button></form>`;

/** The page that carries the assertion to AWS. */
export function assertionPage(plan: SamlSitePlan, action: string, fields: Record<string, string>): Answer {
  const inputs = Object.entries(fields).map(([name, value]) => hidden(name, value));
  const script = '<script>document.getElementById("saml").submit();</script>';
  return htmlPage(
    200,
    'Signed in',
    `<form id="saml" method="${plan.method.toLowerCase()}" action="${escapeMarkup(action)}" target="${targets[plan.opensIn]}">${inputs.join('')}
    <button>Continue to AWS</button></form><iframe name="inner" hidden></iframe>${plan.sentBy === 'script' ? script : ''}`,
  );
}

const targets = { page: '_self', frame: 'inner', window: '_blank' };

const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${escapeMarkup(name)}" value="${escapeMarkup(value)}">`;

const rememberBrowser =
  'if (localStorage.getItem("known") !== null) document.getElementById("storage").textContent = "known browser";' +
  'localStorage.setItem("known", "yes");';

function scriptOf(trick: LoginTrick, { navigateTo }: SamlSitePlan): string {
  switch (trick) {
    case 'popup':
      return 'window.open("/popup");';
    case 'navigate':
      return `location.href = ${JSON.stringify(navigateTo).replaceAll('<', '\\u003c')};`;
    case 'download':
      return 'location.href = "/download";';
    case 'geolocation':
      return (
        'const tell = (what) => void fetch("/permission?geolocation=" + what);' +
        'navigator.geolocation.getCurrentPosition(() => tell("granted"), () => tell("denied"));'
      );
  }
}
