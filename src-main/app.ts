import { createDomain, type Domain, type Ports } from './app/domain.ts';
import { credentialCommands } from './app/credentialCommands.ts';
import { deliveryCommands } from './app/deliveryCommands.ts';
import { iamUserCommands } from './app/iamUserCommands.ts';
import { listCommands } from './app/listCommands.ts';
import { mfaCommands } from './app/mfaCommands.ts';
import { holds, ownerCommands } from './app/ownerCommands.ts';
import { profileCommands } from './app/profileCommands.ts';
import { settingsCommands } from './app/settingsCommands.ts';
import { signInCommands } from './app/signInCommands.ts';
import { snapshotCommands } from './app/snapshotCommands.ts';
import { sourceCommands } from './app/sourceCommands.ts';
import { takeoverCommands } from './app/takeoverCommands.ts';
import type { CommandName, Output, ParsedInput, Progress } from './contract.ts';
import { createRenewal, type Renewal } from './core/credentials/renewal.ts';
import { AppError } from './core/errors.ts';
import type { Delivery } from './core/profiles/deliveryRecord.ts';
import type { SecretStoreKind } from './core/settings/settings.ts';

/** What comes with a call beside its input: how to stop it, and where to say what happens meanwhile. */
export interface Call<Name extends CommandName = CommandName> {
  readonly signal: AbortSignal;
  readonly progress: (said: Progress<Name>) => void;
}

/** The one object behind every door: the window, the command line, the socket and the tests drive this. */
export type App = {
  readonly [Name in CommandName]: (input: ParsedInput<Name>, call: Call<Name>) => Promise<Output<Name>>;
};

/** The App with what its owner process needs beside the commands. */
export interface OwnedApp {
  readonly app: App;
  /** Why the owner must not end although nobody asks, in words. */
  readonly holds: () => Promise<readonly string[]>;
  /** Cleans up what a crash left, then keeps delivered keys fresh until aborted; ends when no token is on its way. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Looks at once for keys that are due: the machine woke up. */
  readonly wake: () => void;
}

export function createApp(ports: Ports, chooseStore: (kind: SecretStoreKind) => void): OwnedApp {
  const domain = createDomain(ports);
  const renewal = createRenewal({
    ...domain,
    credentialsOf: (delivery, stop) => credentialsOf(domain, delivery, stop),
  });
  return {
    app: {
      ...signInCommands(domain),
      ...listCommands(domain),
      ...deliveryCommands(domain),
      ...credentialCommands(domain),
      ...settingsCommands(domain, chooseStore),
      ...ownerCommands(domain),
      ...snapshotCommands(domain),
      ...profileCommands(domain),
      ...takeoverCommands(domain),
      ...iamUserCommands(domain),
      ...sourceCommands(domain),
      ...mfaCommands(domain),
    },
    holds: () => holds(domain),
    run: (signal) => run(domain, renewal, signal),
    wake: renewal.wake,
  };
}

async function run(domain: Domain, renewal: Renewal, signal: AbortSignal): Promise<void> {
  await domain.deliveries.sweep().catch(() => {
    domain.log.write('sweep-failed');
  });
  await renewal.run(signal);
  await domain.tokens.settled();
}

async function credentialsOf(domain: Domain, { id }: Delivery, signal: AbortSignal) {
  const profile = (await domain.book()).byId(id);
  if (profile === undefined) {
    throw new AppError('no-such-profile', 'The profile behind this entry is gone.');
  }
  return domain.credentialsFor(profile, signal);
}
