import type { SourceView } from '../contract.ts';
import type { FederationSource } from '../core/roles/federationSource.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

/** The sources as every door may see them: which program is run is not theirs to know. */
export async function sourceViews(domain: Domain): Promise<SourceView[]> {
  const offered = await domain.federatedRoles.all();
  return domain.settings.get().sources.map((source) => {
    const { kind, name, region } = source;
    const signIn = stateOf(domain, source);
    return { kind, name, region, ...shown(source), ...signIn, roles: offered.get(name)?.length ?? 0 };
  });
}

function shown(source: FederationSource): Pick<SourceView, 'from' | 'where'> {
  if (source.kind === 'instance-profile') return { from: 'machine', where: source.roleName };
  const { from } = source;
  switch (from.kind) {
    case 'page':
      return { from: 'page', where: from.url };
    case 'oidc':
      return { from: 'oidc', where: from.issuer };
    case 'file':
      return { from: 'file', where: from.path };
    default:
      return { from: from.kind, where: null };
  }
}

function stateOf(
  domain: Domain,
  source: FederationSource,
): Pick<SourceView, 'state' | 'signedInAs' | 'endsAt'> {
  const held =
    source.kind === 'saml'
      ? domain.samlSignIns.state(source.name)
      : domain.webIdentityTokens.state(source.name);
  if (held !== undefined)
    return { state: 'signed-in', signedInAs: held.signedInAs, endsAt: isoTime(held.endsAt) };
  return { state: needsPerson(source) ? 'signed-out' : 'ready', signedInAs: null, endsAt: null };
}

/** Whether its word comes from a person who signs in, and not from the machine. */
export function needsPerson(source: FederationSource): boolean {
  return source.kind !== 'instance-profile' && personal.has(source.from.kind);
}

const personal: ReadonlySet<string> = new Set(['page', 'pasted', 'oidc']);
