import { createDomain, type Domain, type Ports } from './app/domain.ts';
import { awsCliSignInCommands } from './app/awsCliSignInCommands.ts';
import { consoleCommands } from './app/consoleCommands.ts';
import { credentialCommands } from './app/credentialCommands.ts';
import { deliveryCommands } from './app/deliveryCommands.ts';
import { endpointCommands } from './app/endpointCommands.ts';
import { findingCommands } from './app/findingCommands.ts';
import { guardCommands } from './app/guardCommands.ts';
import { healthCommands } from './app/healthCommands.ts';
import { iamUserCommands } from './app/iamUserCommands.ts';
import { importCommands } from './app/importCommands.ts';
import { journalCommands } from './app/journalCommands.ts';
import { keyOfDelivery } from './app/keyOfDelivery.ts';
import { listCommands } from './app/listCommands.ts';
import { mfaCommands } from './app/mfaCommands.ts';
import { holds, outlives, ownerCommands } from './app/ownerCommands.ts';
import { removeMarkedKeys } from './app/removeMarkedKeys.ts';
import { profileCommands } from './app/profileCommands.ts';
import { settingsCommands } from './app/settingsCommands.ts';
import { signInCommands } from './app/signInCommands.ts';
import { snapshotCommands } from './app/snapshotCommands.ts';
import { sourceCommands } from './app/sourceCommands.ts';
import { takeoverCommands } from './app/takeoverCommands.ts';
import type { CommandName, Output, ParsedInput, Progress } from './contract.ts';
import { createRenewal, type Renewal } from './core/credentials/renewal.ts';
import { AppError } from './core/errors.ts';
import { askFirstTrouble } from './core/guard/askFirstTrouble.ts';
import type { Requester } from './core/guard/requester.ts';
import type { Delivery } from './core/profiles/deliveryRecord.ts';
import type { SecretStoreKind } from './core/settings/settings.ts';

/** What comes with a call beside its input: how to stop it, and where to say what happens meanwhile. */
export interface Call<Name extends CommandName = CommandName> {
  readonly signal: AbortSignal;
  readonly progress: (said: Progress<Name>) => void;
  /** Who asks. Where nobody says so it is a program that nobody knows: "ask first" denies it. */
  readonly requester?: Requester | undefined;
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
  /** Whether keys stand in the files that another process of this home could renew, or take out at their end. */
  readonly outlives: () => Promise<boolean>;
  /** Cleans up what a crash left, then keeps delivered keys fresh until aborted; ends when no token is on its way. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Looks at once for keys that are due: the machine woke up. */
  readonly wake: () => void;
  /** Ends the calls that would last for ever, as the owner ends: their callers find the next one. */
  readonly letGo: () => Promise<void>;
  /** Calls the watcher when something changed that no command brought: somebody is to be asked, AWS is not reached. */
  readonly onChange: (watcher: () => void) => void;
}

export function createApp(ports: Ports, chooseStore: (kind: SecretStoreKind) => void): OwnedApp {
  const domain = createDomain(ports);
  const renewal = createRenewal({
    ...domain,
    credentialsOf: (delivery, stop) => credentialsOf(domain, delivery, stop),
    isInMemory: async (delivery) => {
      const key = await keyOfDelivery(domain, delivery);
      return key !== undefined && domain.cache.isFresh(key);
    },
  });
  return {
    app: {
      ...signInCommands(domain),
      ...awsCliSignInCommands(domain),
      ...listCommands(domain),
      ...deliveryCommands(domain),
      ...credentialCommands(domain),
      ...consoleCommands(domain),
      ...settingsCommands(domain, chooseStore),
      ...ownerCommands(domain),
      ...snapshotCommands(domain),
      ...profileCommands(domain),
      ...takeoverCommands(domain),
      ...iamUserCommands(domain),
      ...sourceCommands(domain),
      ...mfaCommands(domain),
      ...guardCommands(domain),
      ...journalCommands(domain),
      ...endpointCommands(domain),
      ...importCommands(domain),
      ...findingCommands(domain),
      ...healthCommands(domain),
    },
    holds: () => holds(domain),
    outlives: () => outlives(domain),
    run: (signal) => run(domain, renewal, signal),
    wake: () => {
      renewal.wake();
      domain.network.again();
    },
    letGo: () => domain.doors.leave(),
    onChange: (watcher) => {
      domain.watchers.add(watcher);
    },
  };
}

async function run(domain: Domain, renewal: Renewal, signal: AbortSignal): Promise<void> {
  await domain.deliveries.sweep().catch(() => {
    domain.log.write('sweep-failed');
  });
  // Somebody may have marked them in the settings’ file.
  await removeMarkedKeys(domain).catch(() => {
    domain.log.write('sweep-failed');
  });
  await domain.journal.prune();
  await Promise.all([renewal.run(signal), domain.doors.run(signal), domain.network.run(signal)]);
  await domain.doors.leave();
  await domain.journal.settled();
  await domain.tokens.settled();
}

async function credentialsOf(domain: Domain, { id }: Delivery, signal: AbortSignal) {
  const profile = (await domain.book()).byId(id);
  if (profile === undefined) {
    throw new AppError('no-such-profile', 'The profile behind this entry is gone.');
  }
  // It was delivered before somebody marked it.
  if (await domain.guard.isMarked(profile)) {
    await domain.deliveries.remove({ ids: new Set([id]), delivery: 'keys' });
    throw askFirstTrouble(profile.name, 'no-keys-in-file');
  }
  return domain.credentialsFor(profile, signal);
}
