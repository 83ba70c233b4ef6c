import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createSharedFiles } from '../../src-main/adapters/files.ts';
import { createImportFiles } from '../../src-main/adapters/importFiles.ts';
import { readSamlResponse } from '../../src-main/adapters/samlResponse.ts';
import { createApp } from '../../src-main/app.ts';
import type { Ports } from '../../src-main/app/domain.ts';
import { createDeliveries } from '../../src-main/core/profiles/delivery.ts';
import { settings as settingsSchema } from '../../src-main/core/settings/settings.ts';
import { createClockSkew } from '../../src-main/core/health/clockSkew.ts';
import { testMachine } from './testMachine.ts';
import { createMemoryJournalFile } from './memoryJournalFile.ts';
import { corp, createSignInDomain } from './signInDomain.ts';
import { temporaryFolder } from './temporaryFolder.ts';

export const quiet = { signal: new AbortController().signal, progress: () => undefined };

const unplanned = (): Promise<never> => Promise.reject(new Error('This test plans no such call.'));

/** What must never leave main; each is found in everything that a fake hands out. */
export const canary = 'canary-5f1d';

/** The real App with one sign-in set up: fakes of AWS and the keychain around it, real files in a folder of its own. */
export async function createAppOnFakes() {
  const folder = await temporaryFolder({ inMemory: true });
  const domain = createSignInDomain();
  const { clock, identityCenter, memory } = domain;
  const log = { write: () => undefined };
  /** Set to a promise to keep a person at the page of the code flow. */
  const browser = Object.assign(domain.browser, { code: Promise.resolve(`${canary}-code`) });
  let settings = settingsSchema.parse({ ssoSessions: [corp] });
  const awsFiles = { config: join(folder, '.aws/config'), credentials: join(folder, '.aws/credentials') };
  const files = createSharedFiles({ backups: join(folder, 'backups'), clock });
  const getRoleCredentials: typeof identityCenter.getRoleCredentials = async (...given) => ({
    ...(await fakeKeys(...given)),
    secretAccessKey: `${canary}-secret`,
    sessionToken: `${canary}-token`,
  });
  const fakeKeys = identityCenter.getRoleCredentials;
  identityCenter.getRoleCredentials = getRoleCredentials;
  const ports: Ports = {
    ...domain.ports,
    secrets: domain.secrets,
    identityCenter,
    awsCliSignIns: { read: () => Promise.resolve(undefined) },
    memory,
    log,
    awsFiles,
    settings: {
      get: () => settings,
      change: (edit) => {
        settings = settingsSchema.parse(edit(settings));
      },
      notices: () => [],
    },
    consoleFederation: {
      consoleLink: () => Promise.resolve(`https://signin.aws.amazon.com/federation?SigninToken=${canary}`),
    },
    callbacks: {
      listen: () =>
        Promise.resolve({
          redirectUri: 'http://127.0.0.1:1/callback',
          code: () => browser.code,
          close: () => Promise.resolve(),
        }),
    },
    iam: {
      listMfaDevices: unplanned,
      listAccessKeys: unplanned,
      createAccessKey: unplanned,
      deactivateAccessKey: unplanned,
    },
    programs: { run: unplanned, readText: unplanned },
    openIdConnect: { signIn: unplanned, refresh: unplanned },
    instanceMetadata: { role: unplanned, credentials: unplanned },
    readSamlResponse: async (response) => readSamlResponse(response),
    person: { user: 'ana', host: 'laptop' },
    files,
    skew: createClockSkew(),
    machine: testMachine,
    reach: { serverTime: () => Promise.resolve(null) },
    deliveries: createDeliveries({ files, memory, clock, log, home: 'home0000', awsFiles }),
    importFiles: createImportFiles({ HOME: folder }),
    journalFile: createMemoryJournalFile(),
    endpoints: { open: unplanned },
    credentialScript: join(folder, 'credentials.sh'),
    owner: { pid: 1, version: '1.2.3', startedAt: clock.now(), kind: 'application', stop: () => undefined },
  };
  const { app, run } = createApp(ports, () => undefined);
  return {
    app,
    run,
    clock,
    identityCenter,
    browser,
    secrets: domain.secrets,
    credentials: awsFiles.credentials,
    remove: () => rm(folder, { recursive: true }),
  };
}
