import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { callWindow } from '../callWindow.ts';
import type { Scene, Stand } from './scene.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/import');
const button = ({ page }: Stand, name: string) => page.getByRole('button', { name, exact: true });

async function put(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(join(fixtures, from), to);
}

/** From the first run: what is found, a plan with its reasons, and what became of it. */
const fromTools: Scene = {
  name: 'import',
  prepare: async ({ home }) => {
    const folder = dirname(dirname(home.config));
    await put('aws/config', home.config);
    await put('aws-sso-cli/config.yaml', join(folder, '.aws-sso/config.yaml'));
    await put('leapp/workspace.json', join(folder, '.Leapp/Leapp-lock.json'));
  },
  play: async (stand) => {
    const { page, application, shoot } = stand;
    await button(stand, 'Import from another tool…').click();
    await page
      .getByText(/^Found: /)
      .first()
      .waitFor();
    await shoot('import');
    await application.resize(480, 720);
    await shoot('import-480');
    await application.resize(1280, 800);
    await button(stand, 'See the plan: Leapp').click();
    await button(stand, 'Open it').waitFor();
    await shoot('import-leapp-consent');
    await button(stand, 'Open it').click();
    await page.getByRole('heading', { name: 'Not taken' }).waitFor();
    await shoot('import-leapp-plan');
    await button(stand, 'Back').click();
    await button(stand, 'See the plan: aws-sso-cli').click();
    await page.getByRole('heading', { name: 'Not taken' }).waitFor();
    await shoot('import-plan');
    await application.resize(480, 720);
    await shoot('import-plan-480');
    await application.resize(1280, 800);
    await button(stand, 'Take 10 items').click();
    await button(stand, 'Done').waitFor();
    await shoot('import-done');
  },
};

/** A team’s file changes: the bar, the diff, and what it would replace. */
const team: Scene = {
  name: 'team file',
  play: async (stand) => {
    const { home, page, application, shoot } = stand;
    const path = join(home.home, 'checkout/team.yaml');
    await put('team/team.yaml', path);
    await callWindow(page, 'setTeamFile', { path });
    await button(stand, 'See the changes').waitFor();
    await shoot('team-file-bar');
    await button(stand, 'See the changes').click();
    await button(stand, 'Take 9 items').click();
    await button(stand, 'Done').click();
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text
        .replace('role/Deploy', 'role/DeployAll')
        .replace('production: red', 'production: purple')
        .replace('  deploy: ship it\n', ''),
    );
    // Whoever asks for it sees it at once.
    await button(stand, 'Settings').first().click();
    await button(stand, 'Import and export…').click();
    await button(stand, 'See what is in it').click();
    await page.getByText('replaces what is here').first().waitFor();
    await shoot('team-file-diff');
    await application.resize(480, 720);
    await shoot('team-file-diff-480');
  },
};

export const importScenes: readonly Scene[] = [fromTools, team];
