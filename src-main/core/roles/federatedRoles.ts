import { z } from 'zod';
import { parseRoleArn, roleArnFault, type RoleArn } from '../arn.ts';
import type { Memory } from '../ports.ts';

/** A role that an identity provider's last word offered. */
export interface FederatedRole {
  readonly roleArn: RoleArn;
  readonly providerArn: string;
}

const document = z.strictObject({
  version: z.literal(1),
  sources: z.record(
    z.string(),
    z.array(z.strictObject({ roleArn: z.string(), providerArn: z.string().max(2048) })).max(10_000),
  ),
});

/** What each SAML source offered last, so that its roles stay in the list between sign-ins. No secret is in it. */
export interface FederatedRoles {
  all(): Promise<ReadonlyMap<string, readonly FederatedRole[]>>;
  store(source: string, roles: readonly FederatedRole[]): Promise<void>;
  forget(source: string): Promise<void>;
  /** Grows with every change. */
  version(): number;
}

export function createFederatedRoles(memory: Memory): FederatedRoles {
  let version = 0;
  let last: Promise<void> = Promise.resolve();
  let known: Promise<ReadonlyMap<string, readonly FederatedRole[]>> | undefined;
  const all = () => (known ??= read(memory));

  async function write(edit: (sources: Map<string, readonly FederatedRole[]>) => void): Promise<void> {
    const sources = new Map(await all());
    edit(sources);
    await memory.write('federated-roles', { version: 1, sources: Object.fromEntries(sources) });
    known = Promise.resolve(sources);
    version += 1;
  }

  /** One after the other: two sign-ins at once must not lose each other's roles. */
  function change(edit: (sources: Map<string, readonly FederatedRole[]>) => void): Promise<void> {
    const written = last.then(() => write(edit));
    last = written.catch(() => undefined);
    return written;
  }

  return {
    all,
    store: (source, roles) => change((sources) => sources.set(source, roles)),
    forget: (source) => change((sources) => sources.delete(source)),
    version: () => version,
  };
}

async function read(memory: Memory): Promise<ReadonlyMap<string, readonly FederatedRole[]>> {
  const { data } = document.safeParse(await memory.read('federated-roles'));
  const sources = Object.entries(data?.sources ?? {});
  return new Map(
    sources.map(([source, roles]) => [
      source,
      roles.flatMap(({ roleArn, providerArn }) =>
        roleArnFault(roleArn) === undefined ? [{ roleArn: parseRoleArn(roleArn), providerArn }] : [],
      ),
    ]),
  );
}
