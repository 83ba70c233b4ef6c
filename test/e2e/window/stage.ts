import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Page } from 'playwright-core';
import { startAws, type Aws, type AwsOptions } from '../../aws/standIn.ts';
import { startApplication, type Application } from '../../support/application.ts';
import { startDisplay, type Display } from '../../support/display.ts';
import { createTestHome, type TestHome } from '../../support/testHome.ts';

interface StageOptions {
  readonly aws?: AwsOptions;
  readonly environment?: Readonly<Record<string, string>>;
  /** Done before the application starts. */
  readonly prepare?: (stage: Stage) => Promise<void>;
}

/** What one file of tests plays on: a stand-in for AWS, a home, and the application in it. */
export interface Stage {
  readonly aws: Aws;
  readonly home: TestHome;
  readonly display: Display;
  readonly application: Application;
  /** The window's. */
  readonly page: Page;
  /** Ends the application as a person does, and starts it in the same home. */
  restart(): Promise<void>;
}

/**
 * Sets the stage for the tests of the file or group that calls it. No test may leave an error or a warning in the
 * page's console, or a call that AWS does not know.
 */
export function setStage({ aws: awsOptions, environment, prepare }: StageOptions = {}): Stage {
  const on: { -readonly [Part in 'aws' | 'home' | 'display' | 'application']?: Stage[Part] } = {};
  const part = <Name extends keyof typeof on>(name: Name) => {
    const found = on[name];
    if (found === undefined) throw new Error(`The stage is not set: no ${name}`);
    return found;
  };
  const stage: Stage = {
    get aws() {
      return part('aws');
    },
    get home() {
      return part('home');
    },
    get display() {
      return part('display');
    },
    get application() {
      return part('application');
    },
    get page() {
      return stage.application.page;
    },
    restart: async () => {
      await stage.application.quit();
      on.application = await startApplication(stage.home, stage.display);
    },
  };
  beforeAll(async () => {
    on.aws = await startAws(awsOptions);
    on.display = await startDisplay();
    on.home = await createTestHome({ aws: on.aws, ...(environment && { environment }) });
    await prepare?.(stage);
    on.application = await startApplication(on.home, on.display);
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(async () => {
      const folder = join(import.meta.dirname, '../../../out/failed');
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${task.name.replaceAll(/\W+/g, '-').slice(0, 80)}.png`);
      await on.application?.page.screenshot({ path, timeout: 2000 }).catch(() => undefined);
    });
  });
  afterEach(() => {
    expect(on.application?.complaints.splice(0)).toEqual([]);
    expect(on.aws?.unknownCalls).toEqual([]);
  });
  afterAll(async () => {
    await on.application?.quit();
    await on.home?.dispose();
    await on.display?.stop();
    await on.aws?.close();
  });
  return stage;
}
