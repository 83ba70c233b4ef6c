/**
 * The access portal's own shortcut to a role's console: whoever is signed in at the portal in that browser is let in
 * there, and others sign in first. No secret is in it.
 */
export function portalLink(
  startUrl: string,
  to: { readonly accountId: string; readonly roleName: string; readonly destination: string },
): string {
  const page = new URL(startUrl);
  page.hash = '';
  page.search = '';
  if (!page.pathname.endsWith('/')) page.pathname += '/';
  // The portal reads what is behind the #, and there a blank is %20 and no plus.
  const query = [
    ['account_id', to.accountId],
    ['role_name', to.roleName],
    ['destination', to.destination],
  ].map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`);
  return `${page.href}#/console?${query.join('&')}`;
}
