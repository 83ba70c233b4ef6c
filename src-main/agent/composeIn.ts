import { homedir, hostname, release, userInfo } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../app.ts';
import { createAwsCliSignIns } from '../adapters/awsCliSignIns.ts';
import { createAwsClients } from '../adapters/awsClients.ts';
import { createAwsIam } from '../adapters/awsIam.ts';
import { createAwsIdentityCenter } from '../adapters/awsIdentityCenter.ts';
import type { AwsNetwork } from '../adapters/awsNetwork.ts';
import type { AwsTime } from '../adapters/awsTime.ts';
import { createAwsSts } from '../adapters/awsSts.ts';
import { callbackListeners } from '../adapters/callbackListeners.ts';
import { createChosenSecretStore, type ChosenSecretStore } from '../adapters/chosenSecretStore.ts';
import { createConsoleFederation } from '../adapters/consoleFederation.ts';
import { createEndpoints } from '../adapters/endpoints/createEndpoints.ts';
import { createSecretStore } from '../adapters/createSecretStore.ts';
import { createSharedFiles } from '../adapters/files.ts';
import { homeId } from '../adapters/homeId.ts';
import { createHttpReach } from '../adapters/httpReach.ts';
import { createImportFiles } from '../adapters/importFiles.ts';
import { createJournalFile } from '../adapters/journalFile.ts';
import { createLogFile } from '../adapters/logFile.ts';
import { createInstanceMetadata } from '../adapters/instanceMetadata.ts';
import { createMemoryFiles } from '../adapters/memoryFiles.ts';
import { nodeRandom, sha256 } from '../adapters/nodeRandom.ts';
import { createOpenIdConnect } from '../adapters/openIdConnect.ts';
import { createPrograms } from '../adapters/programs.ts';
import type { StartChild } from '../adapters/keychain/keychainProcess.ts';
import { createSettingsStore, type SettingsFile } from '../adapters/settingsStore.ts';
import { systemClock } from '../adapters/systemClock.ts';
import { createClockSkew } from '../core/health/clockSkew.ts';
import { createCorrectedClock } from '../core/health/correctedClock.ts';
import type { Log, SettingsStore } from '../core/ports.ts';
import { createDeliveries } from '../core/profiles/delivery.ts';
import type { AgentPaths } from './agentPaths.ts';
import type { Compose, Composition } from './composition.ts';
import { namedHomeNetwork } from './namedHomeNetwork.ts';
import { ownVersion } from './ownVersion.ts';
import { hasSessionBus } from './sessionBus.ts';
import { storeChoice } from './storeChoice.ts';

/** In which an owner of a home differs from another: a headless agent from the application. */
export interface Surroundings {
  readonly kind: 'headless' | 'application';
  readonly SettingsFile: SettingsFile;
  /** Absolute path of the built keychainChild. */
  readonly keychainChild: string;
  /** How that child is started, where it is not forked. */
  readonly startKeychainChild?: StartChild;
}

/** Joins the adapters of one home and the App. */
export function composeIn(surroundings: Surroundings): Compose {
  return (paths, environment, end) => composeOne(surroundings, paths, environment, end);
}

async function composeOne(
  surroundings: Surroundings,
  ...[paths, environment, end]: Parameters<Compose>
): Promise<Composition> {
  // Says nothing on Node 20's stderr, which nobody reads, and nothing into somebody's terminal.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const skew = createClockSkew();
  const clock = createCorrectedClock(systemClock, skew);
  // Its lines are read beside those of other programs, so they are dated as theirs.
  const log = createLogFile(paths.log, systemClock);
  const id = homeId(paths.home);
  const settings = createSettingsStore(paths.home, systemClock, surroundings.SettingsFile);
  const chosen = await secretStore(surroundings, paths, environment, { settings, id, log });
  const network = (): AwsNetwork =>
    paths.named ? namedHomeNetwork(settings.get(), environment) : settings.get();
  const time: AwsTime = {
    offset: skew.offset,
    machineNow: () => systemClock.now(),
    heard: skew.heard,
    trustsLoopback: paths.named,
  };
  const clients = createAwsClients(network, time);
  const memory = createMemoryFiles(join(paths.home, 'state'), log);
  const awsFolder = join(environment['HOME'] ?? homedir(), '.aws');
  const awsFiles = { config: join(awsFolder, 'config'), credentials: join(awsFolder, 'credentials') };
  const files = createSharedFiles({ backups: join(paths.home, 'backups'), clock: systemClock });
  const { app, holds, outlives, run, wake, letGo, onChange } = createApp(
    {
      clock,
      skew,
      log,
      secrets: chosen.store,
      memory,
      settings,
      identityCenter: createAwsIdentityCenter(clients, clock),
      awsCliSignIns: createAwsCliSignIns({
        cache: join(awsFolder, 'sso/cache'),
        config: awsFiles.config,
        clock,
      }),
      sts: createAwsSts(clients),
      iam: createAwsIam(clients),
      programs: createPrograms(environment),
      openIdConnect: createOpenIdConnect(network, clock),
      instanceMetadata: createInstanceMetadata({ environment, named: paths.named }),
      // Few people use SAML, and nobody else waits for its parser to load.
      readSamlResponse: async (response) =>
        (await import('../adapters/samlResponse.ts')).readSamlResponse(response),
      consoleFederation: createConsoleFederation(network, time),
      callbacks: callbackListeners,
      random: nodeRandom,
      sha256,
      reach: createHttpReach(network, time),
      deliveries: createDeliveries({ files, memory, clock, log, home: id, awsFiles }),
      files,
      awsFiles,
      person: { user: userInfo().username, host: hostname() },
      importFiles: createImportFiles(environment),
      journalFile: createJournalFile(join(paths.home, 'journal.jsonl')),
      endpoints: createEndpoints(),
      credentialScript: paths.script,
      owner: {
        pid: process.pid,
        version: ownVersion,
        startedAt: clock.now(),
        kind: surroundings.kind,
        stop: end,
      },
      machine: {
        platform: process.platform,
        arch: process.arch,
        release: release(),
        node: process.versions.node,
        electron: 'electron' in process.versions ? process.versions.electron : null,
      },
    },
    (kind) => {
      chosen.choose(kind);
    },
  );
  const running = new AbortController();
  const tick = run(running.signal);
  return {
    app,
    clock,
    log,
    holds,
    outlives,
    lacksSessionBus: () =>
      process.platform === 'linux' && chosen.store.kind === 'keychain' && !hasSessionBus(environment),
    // The application's window and tray are why it runs: it never ends for want of callers.
    idleMinutes: () => (surroundings.kind === 'application' ? Infinity : settings.get().agentIdleMinutes),
    wake,
    letGo,
    onChange,
    close: async () => {
      running.abort();
      await tick;
      await chosen.store.close();
    },
  };
}

/**
 * The store of this home. A named home's environment may choose it, once; another choice later is refused rather
 * than leaving secrets behind in the store before.
 */
async function secretStore(
  { keychainChild, startKeychainChild }: Surroundings,
  paths: AgentPaths,
  environment: NodeJS.ProcessEnv,
  { settings, id, log }: { readonly settings: SettingsStore; readonly id: string; readonly log: Log },
): Promise<ChosenSecretStore> {
  const wanted = storeChoice(paths, environment);
  const kept = settings.get().secrets;
  if (wanted !== undefined && kept === null) settings.change((now) => ({ ...now, secrets: wanted }));
  const chosen = createChosenSecretStore(wanted ?? kept ?? 'keychain', (kind) =>
    createSecretStore(kind, {
      homeId: id,
      childPath: keychainChild,
      startChild: startKeychainChild,
      clock: systemClock,
      log,
      environment,
      passphraseFile: join(paths.home, 'secrets'),
    }),
  );
  const passphrase = paths.named ? environment['LATCHKEY_PASSPHRASE'] : undefined;
  if (chosen.store.kind === 'file' && passphrase !== undefined) await chosen.store.unlock(passphrase);
  return chosen;
}
