import { partsOfRoleArn, parseRoleArn, roleArnFault, type RoleArn } from '../arn.ts';
import { AppError } from '../errors.ts';
import type { Clock, Programs, ReadSamlResponse, SamlOffer, SettingsStore } from '../ports.ts';
import { noSource } from './chainPlan.ts';
import type { FederatedRole, FederatedRoles } from './federatedRoles.ts';
import type { SamlSource } from './federationSource.ts';
import { createSignOuts } from './signOuts.ts';

/** AWS takes a response for five minutes where it says nothing else. */
const usualLifeMs = 5 * 60 * 1000;

/** Whoever accepts new providers and accounts sees all of them, and nobody reads more. */
const mostNew = 200;

/** A response in memory, until AWS would refuse it. */
interface Held {
  readonly assertion: string;
  readonly offer: SamlOffer;
  readonly roles: readonly FederatedRole[];
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface SamlSignIn {
  readonly roles: readonly FederatedRole[];
  readonly signedInAs: string | null;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/** SAML responses, which are good for minutes and stay in memory. */
export interface SamlSignIns {
  /**
   * Takes a response that a person or the identity provider's page brought.
   * @throws AppError federation-refused; sign-in-cancelled; other-provider when it names providers or accounts that
   *   were not there at the first sign-in: all of them are its details, and the response waits until `accept`
   */
  present(source: string, assertion: string): Promise<SamlSignIn>;
  /**
   * The person accepts the details of `other-provider`, as they were shown: another response may wait by now.
   * @throws AppError bad-input when nothing waits, other-provider when what waits names others
   */
  accept(source: string, accepts: readonly string[]): Promise<SamlSignIn>;
  /** Asks the source's program for a response. @throws AppError federation-refused, other-provider, bad-input */
  ask(source: string, signal: AbortSignal): Promise<SamlSignIn>;
  /**
   * The response that opens a role.
   * @throws AppError sign-in-needed when there is none that AWS would take, denied when it does not offer the role
   */
  assertionFor(
    source: string,
    roleArn: RoleArn,
  ): Promise<{
    readonly assertion: string;
    readonly providerArn: string;
    readonly sessionDuration: number | null;
  }>;
  state(source: string): SamlSignIn | undefined;
  forget(source: string): void;
  /** Is told of each source where somebody signs in who is not the person before, who is forgotten by then. */
  whenPersonChanges(tell: (source: string) => Promise<void>): void;
}

interface SamlPorts {
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly programs: Programs;
  readonly readSamlResponse: ReadSamlResponse;
  readonly federatedRoles: FederatedRoles;
}

export function createSamlSignIns(ports: SamlPorts): SamlSignIns {
  const { clock, settings, federatedRoles } = ports;
  const held = new Map<string, Held>();
  const waiting = new Map<string, Held>();
  const asking = new Map<string, Promise<SamlSignIn>>();
  const signOuts = createSignOuts();
  let personChanged: (source: string) => Promise<void> = () => Promise.resolve();

  const living = (source: string): Held | undefined => {
    const one = held.get(source);
    return one !== undefined && one.until > clock.now() ? one : undefined;
  };

  async function take({ name }: SamlSource, response: Held): Promise<SamlSignIn> {
    const since = signOuts.count(name);
    const before = held.get(name)?.offer.sessionName ?? null;
    waiting.delete(name);
    pin(settings, name, response.roles);
    held.set(name, response);
    try {
      // The keys are found by the roles that were offered, so those change last.
      if (before !== null && before !== response.offer.sessionName) await personChanged(name);
    } finally {
      if (signOuts.count(name) === since) await federatedRoles.store(name, response.roles);
    }
    signOuts.refuseSince(name, since);
    return signInOf(response);
  }

  async function present(name: string, assertion: string, since = signOuts.count(name)): Promise<SamlSignIn> {
    samlSourceOf(settings, name);
    // Programs and people's copies break base64 into lines.
    const response = await read(ports, assertion.replaceAll(/\s/g, ''));
    // Its pins as they are now: another response may have been the first in between.
    const source = samlSourceOf(settings, name);
    signOuts.refuseSince(name, since);
    const odd = unpinned(source, response.roles);
    if (odd.length === 0) return take(source, response);
    if (odd.length > mostNew) throw tooMuchNew(name, odd.length);
    waiting.set(name, response);
    throw otherProvider(name, odd);
  }

  async function ask(name: string, signal: AbortSignal): Promise<SamlSignIn> {
    const { from } = samlSourceOf(settings, name);
    if (from.kind !== 'command') throw notAProgram(name, from.kind);
    const since = signOuts.count(name);
    return present(name, await ports.programs.run(from.command, signal), since);
  }

  /** A program may ask a person for something: it is run once for all who wait, whoever of them goes away. */
  function askOnce(name: string): Promise<SamlSignIn> {
    const running = asking.get(name);
    if (running !== undefined) return running;
    const begun = ask(name, new AbortController().signal).finally(() => {
      if (asking.get(name) === begun) asking.delete(name);
    });
    asking.set(name, begun);
    return begun;
  }

  return {
    present: (name, assertion) => present(name, assertion),
    ask,
    async accept(name, accepts) {
      const response = waiting.get(name);
      if (response === undefined || response.until <= clock.now()) {
        throw new AppError('bad-input', `Nothing of “${name}” waits for an answer.`, {
          hint: 'Sign in again.',
        });
      }
      const source = samlSourceOf(settings, name);
      const odd = unpinned(source, response.roles);
      if (!isSame(odd, accepts)) throw otherProvider(name, odd);
      return take(source, response);
    },
    async assertionFor(name, roleArn) {
      const { from } = samlSourceOf(settings, name);
      if (living(name) === undefined && from.kind === 'command') await askOnce(name);
      const response = living(name);
      if (response === undefined) throw signInNeeded(name);
      const role = response.roles.find((one) => one.roleArn === roleArn);
      if (role === undefined) throw notOffered(name, roleArn);
      const { assertion, offer } = response;
      return { assertion, providerArn: role.providerArn, sessionDuration: offer.sessionDuration };
    },
    state(name) {
      const response = living(name);
      return response && signInOf(response);
    },
    forget(name) {
      signOuts.add(name);
      held.delete(name);
      waiting.delete(name);
      asking.delete(name);
    },
    whenPersonChanges(tell) {
      personChanged = tell;
    },
  };
}

async function read({ readSamlResponse, clock }: SamlPorts, assertion: string): Promise<Held> {
  const offer = await readSamlResponse(assertion);
  const roles = offer.roles.flatMap(({ roleArn, providerArn }) =>
    roleArnFault(roleArn) === undefined ? [{ roleArn: parseRoleArn(roleArn), providerArn }] : [],
  );
  if (roles.length === 0) {
    throw new AppError('federation-refused', 'The identity provider’s answer offers no AWS role.', {
      hint: 'Ask whoever manages it to assign you one.',
    });
  }
  const until = offer.notOnOrAfter ?? clock.now() + usualLifeMs;
  if (until <= clock.now()) {
    throw new AppError('federation-refused', 'The identity provider’s answer has expired already.', {
      hint: 'Sign in again; if it stays so, check this machine’s clock: latchkey doctor.',
    });
  }
  return { assertion, offer, roles, until };
}

function signInOf({ roles, offer, until }: Held): SamlSignIn {
  return { roles, signedInAs: offer.sessionName, endsAt: until };
}

/** What was not there at the first sign-in: a response made elsewhere would lead into somebody else's account. */
function unpinned({ pins }: SamlSource, roles: readonly FederatedRole[]): readonly string[] {
  if (pins === null) return [];
  const known = new Set([...pins.providerArns, ...pins.accountIds]);
  const seen = roles.flatMap(({ roleArn, providerArn }) => [providerArn, partsOfRoleArn(roleArn).accountId]);
  return [...new Set(seen)].filter((one) => !known.has(one));
}

function pin(settings: SettingsStore, name: string, roles: readonly FederatedRole[]): void {
  settings.change((now) => ({
    ...now,
    sources: now.sources.map((source) => {
      if (source.kind !== 'saml' || source.name !== name) return source;
      const { providerArns = [], accountIds = [] } = source.pins ?? {};
      const pins = {
        providerArns: [...new Set([...providerArns, ...roles.map(({ providerArn }) => providerArn)])],
        accountIds: [
          ...new Set([...accountIds, ...roles.map(({ roleArn }) => partsOfRoleArn(roleArn).accountId)]),
        ],
      };
      return { ...source, pins };
    }),
  }));
}

function samlSourceOf(settings: SettingsStore, name: string): SamlSource {
  const found = settings.get().sources.find((one) => one.name === name);
  if (found?.kind === 'saml') return found;
  throw found === undefined
    ? noSource(name)
    : new AppError('bad-input', `“${name}” is no SAML source.`, { hint: 'See latchkey source list.' });
}

function isSame(odd: readonly string[], accepts: readonly string[]): boolean {
  const accepted = new Set(accepts);
  return odd.length === accepted.size && odd.every((one) => accepted.has(one));
}

function tooMuchNew(name: string, count: number): AppError {
  return new AppError(
    'federation-refused',
    `“${name}” now names ${count} providers and accounts that it did not name before, more than can be looked through.`,
    { hint: 'If that is right, remove the source and add it again.' },
  );
}

function otherProvider(name: string, odd: readonly string[]): AppError {
  return new AppError('other-provider', `“${name}” now names what it did not name before.`, {
    hint: 'Accept it only if you expected new accounts or another provider.',
    details: odd,
  });
}

function notAProgram(name: string, kind: 'page' | 'pasted'): AppError {
  return kind === 'page'
    ? new AppError('sign-in-needed', `“${name}” signs in at its page, in the application’s own window.`, {
        hint: `Sign in there, or where no application runs give the SAML response to: latchkey login ${name}`,
      })
    : new AppError('sign-in-needed', `“${name}” needs a SAML response that you bring.`, {
        hint: `Paste it in the application, or where none runs give it to: latchkey login ${name}`,
      });
}

function signInNeeded(name: string): AppError {
  return new AppError('sign-in-needed', `The sign-in at “${name}” is over.`, {
    hint: `Sign in with: latchkey login ${name}`,
  });
}

function notOffered(name: string, roleArn: RoleArn): AppError {
  const { roleName, accountId } = partsOfRoleArn(roleArn);
  return new AppError('denied', `“${name}” does not offer ${roleName} in ${accountId}.`, {
    hint: 'Ask whoever manages the identity provider to assign it to you.',
  });
}
