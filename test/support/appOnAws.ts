import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createAwsCliSignIns } from '../../src-main/adapters/awsCliSignIns.ts';
import { createAwsClients } from '../../src-main/adapters/awsClients.ts';
import { createAwsIam } from '../../src-main/adapters/awsIam.ts';
import { createAwsIdentityCenter } from '../../src-main/adapters/awsIdentityCenter.ts';
import type { AwsTime } from '../../src-main/adapters/awsTime.ts';
import type { AwsNetwork } from '../../src-main/adapters/awsNetwork.ts';
import { createAwsSts } from '../../src-main/adapters/awsSts.ts';
import { callbackListeners } from '../../src-main/adapters/callbackListeners.ts';
import { createConsoleFederation } from '../../src-main/adapters/consoleFederation.ts';
import { createSharedFiles } from '../../src-main/adapters/files.ts';
import { createEndpoints } from '../../src-main/adapters/endpoints/createEndpoints.ts';
import { createHttpReach } from '../../src-main/adapters/httpReach.ts';
import { createImportFiles } from '../../src-main/adapters/importFiles.ts';
import { createInstanceMetadata } from '../../src-main/adapters/instanceMetadata.ts';
import { createMemoryFiles } from '../../src-main/adapters/memoryFiles.ts';
import { createMemorySecrets } from '../../src-main/adapters/memorySecrets.ts';
import { nodeRandom, sha256 } from '../../src-main/adapters/nodeRandom.ts';
import { createOpenIdConnect } from '../../src-main/adapters/openIdConnect.ts';
import { createPrograms } from '../../src-main/adapters/programs.ts';
import { readSamlResponse } from '../../src-main/adapters/samlResponse.ts';
import { createApp, type App, type OwnedApp } from '../../src-main/app.ts';
import { createClockSkew } from '../../src-main/core/health/clockSkew.ts';
import { createCorrectedClock } from '../../src-main/core/health/correctedClock.ts';
import type { Clock, ImportFiles, SecretStore, SettingsStore } from '../../src-main/core/ports.ts';
import { createDeliveries } from '../../src-main/core/profiles/delivery.ts';
import { settings as settingsSchema, type Settings } from '../../src-main/core/settings/settings.ts';
import type { Aws } from '../aws/standIn.ts';
import { testMachine } from './testMachine.ts';
import { createMemoryJournalFile } from './memoryJournalFile.ts';
import { temporaryFolder } from './temporaryFolder.ts';

export const quietly = { signal: new AbortController().signal, progress: () => undefined };

export interface AppOnAws {
  readonly app: App;
  readonly run: OwnedApp['run'];
  /** Another App over the same files, settings and secrets, as after a restart. */
  restarted(): App;
  readonly settings: () => Settings;
  /** As a person does who edits the file. */
  readonly changeSettings: SettingsStore['change'];
  readonly secrets: SecretStore;
  /** All that is written lies below it. */
  readonly folder: string;
  readonly awsFiles: { readonly config: string; readonly credentials: string };
  /** Everything that was logged, a line each. */
  readonly logged: readonly string[];
  /** Lines of the journal that were written so far. */
  readonly journalLines: () => readonly string[];
  remove(): Promise<void>;
}

export interface AppOnAwsOptions {
  readonly settings?: Partial<Settings>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Other ways to AWS than the stand-in's endpoints, such as its own hosts through a proxy. */
  readonly network?: Partial<AwsNetwork>;
  /** What may open Leapp’s file. */
  readonly machineIds?: readonly string[];
  /** In the place of the files’ own. */
  readonly importFiles?: Partial<ImportFiles>;
  /** Whether somebody can be asked. */
  readonly owner?: 'headless' | 'application';
  /** Milliseconds by which this machine's clock is ahead of AWS's. */
  readonly machineAhead?: () => number;
  /** How long a wait takes, where AWS’s clock must not move on at once. */
  readonly sleep?: Clock['sleep'];
}

/** The App with its real adapters in this process, over HTTP against the stand-in and by its clock; no keychain. */
export async function createAppOnAws(
  aws: Pick<Aws, 'endpoints' | 'clock'>,
  options: AppOnAwsOptions = {},
): Promise<AppOnAws> {
  const folder = await temporaryFolder({ inMemory: true });
  const { endpoints } = aws;
  const network = () => ({ endpoints, proxy: null, noProxy: null, caBundle: null, ...options.network });
  const skew = createClockSkew();
  const machine: Clock = {
    now: () => aws.clock.now() + (options.machineAhead?.() ?? 0),
    // Whoever waits here waits for AWS's clock; nobody needs the time.
    sleep:
      options.sleep ??
      (async (milliseconds, signal) => {
        signal?.throwIfAborted();
        aws.clock.advance(milliseconds);
      }),
  };
  const clock = createCorrectedClock(machine, skew);
  const time: AwsTime = {
    // The process's own time is neither the stand-in's nor the machine's here.
    offset: () => clock.now() - Date.now(),
    machineNow: () => machine.now(),
    heard: skew.heard,
    trustsLoopback: true,
  };
  const logged: string[] = [];
  const log = {
    write: (event: string, fields?: object) => {
      logged.push(JSON.stringify({ event, ...fields }));
    },
  };
  let settings = settingsSchema.parse({ ...options.settings });
  const clients = createAwsClients(network, time);
  const memory = createMemoryFiles(join(folder, 'state'), log);
  const awsFiles = { config: join(folder, '.aws/config'), credentials: join(folder, '.aws/credentials') };
  const files = createSharedFiles({ backups: join(folder, 'backups'), clock: machine });
  const environment = { PATH: process.env['PATH'] ?? '', ...options.environment };
  const store: SettingsStore = {
    get: () => settings,
    change: (edit) => {
      settings = settingsSchema.parse(edit(settings));
    },
    notices: () => [],
  };
  const secrets = createMemorySecrets();
  const journalFile = createMemoryJournalFile();
  const start = () =>
    createApp(
      {
        ...{ clock, skew, machine: testMachine },
        log,
        secrets,
        memory,
        settings: store,
        identityCenter: createAwsIdentityCenter(clients, clock),
        awsCliSignIns: createAwsCliSignIns({
          cache: join(folder, '.aws/sso/cache'),
          config: awsFiles.config,
          clock,
        }),
        sts: createAwsSts(clients),
        iam: createAwsIam(clients),
        programs: createPrograms(environment),
        openIdConnect: createOpenIdConnect(network, clock),
        instanceMetadata: createInstanceMetadata({ environment, named: true }),
        readSamlResponse: async (response) => readSamlResponse(response),
        consoleFederation: createConsoleFederation(network, time),
        callbacks: callbackListeners,
        random: nodeRandom,
        sha256,
        reach: createHttpReach(network, time),
        deliveries: createDeliveries({ files, memory, clock, log, home: 'home0000', awsFiles }),
        files,
        awsFiles,
        person: { user: 'ada', host: 'laptop' },
        importFiles: {
          ...createImportFiles({ HOME: folder }, () => Promise.resolve(options.machineIds ?? [])),
          ...options.importFiles,
        },
        journalFile,
        endpoints: createEndpoints(),
        credentialScript: join(folder, 'credentials.sh'),
        owner: {
          ...{ pid: 1, version: '1.2.3', startedAt: clock.now(), stop: () => undefined },
          kind: options.owner ?? 'headless',
        },
      },
      () => undefined,
    );
  const { app, run } = start();
  return {
    ...{ app, run, restarted: () => start().app, awsFiles, logged, folder, secrets },
    journalLines: journalFile.lines,
    settings: store.get,
    changeSettings: store.change,
    remove: () => rm(folder, { recursive: true }),
  };
}
