import { callWindow } from '../callWindow.ts';
import { signedInList, type Scene, type Stand } from './scene.ts';

const button = ({ page }: Stand, name: string) => page.getByRole('button', { name, exact: true });

/** The choices before a console opens, and where browsers are set. */
const consoles: Scene = {
  name: 'console',
  play: async (stand) => {
    const { page, home, shoot } = stand;
    await signedInList(stand);
    await page.keyboard.press('Control+O');
    const dialog = page.getByRole('dialog', { name: /^Console of / });
    await dialog.getByLabel('Opens in').waitFor();
    await shoot('console-dialog');
    await dialog.getByLabel('Service', { exact: true }).fill('cloudw');
    await dialog.getByLabel('Region').fill('cn-north-1');
    await shoot('console-dialog-with-error');
    await stand.application.resize(480, 720);
    await shoot('console-dialog-480');
    await page.keyboard.press('Escape');
    await stand.application.resize(1180, 760);
    await home.latchkey(['label', '*-prod', 'production']);
    const open = { browser: 'brave', profile: 'Profile 3', container: null, private: false } as const;
    await callWindow(page, 'setBrowserRule', { for: { kind: 'sso-session', ssoSession: 'corp' }, open });
    await button(stand, 'Settings').click();
    const rules = page.getByLabel('Sign-ins and consoles open in');
    await rules.scrollIntoViewIfNeeded();
    await shoot('browsers');
  },
};

export const consoleScenes: readonly Scene[] = [consoles];
