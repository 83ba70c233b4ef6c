import { isKnownRegion, partitionOf } from '../partition.ts';

/** Hosts that hold their region: the dual-stack form and the older one. The short hosts of awsapps.com hold none. */
const forms = [/^[^.]+\.portal\.([a-z0-9-]+)\./, /^[^.]+\.([a-z0-9-]+)\.portal\./];

/** The region that an AWS access portal's host names; undefined where it names none, or is no portal of that region. */
export function regionOfStartUrl(startUrl: string): string | undefined {
  if (!URL.canParse(startUrl)) return undefined;
  const { hostname } = new URL(startUrl);
  const named = forms.map((form) => form.exec(hostname)?.[1]).find((region) => region !== undefined);
  if (named === undefined || !isKnownRegion(named)) return undefined;
  return partitionOf(named).portalSuffixes.some((suffix) => hostname.endsWith(suffix)) ? named : undefined;
}
