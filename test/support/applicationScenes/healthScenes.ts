import { signedInList, type Scene, type Stand } from './scene.ts';

const doctorPage = async ({ page }: Stand): Promise<void> => {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Doctor' }).click();
  await page.getByRole('main').and(page.locator('[aria-busy=false]')).waitFor();
};
const bar = ({ page }: Stand) => page.getByRole('status', { name: 'Health' });

/** AWS’s clock goes on, ours does not: it is behind. */
export const clockScene: Scene = {
  name: 'doctor and clock',
  play: async (stand) => {
    const { aws, page, home, shoot } = stand;
    await signedInList(stand);
    await home.latchkey(['start', 'payments-prod.ReadOnlyAccess']);
    await doctorPage(stand);
    await shoot('doctor-well');
    aws.clock.advance(14 * 60_000);
    await page.getByRole('button', { name: 'Run again' }).click();
    await bar(stand).getByText('14 min behind').waitFor();
    await page.getByRole('main').and(page.locator('[aria-busy=false]')).waitFor();
    await shoot('doctor-troubled');
    await stand.application.resize(480, 720);
    await shoot('doctor-480');
    await stand.application.resize(1280, 800);
    await page.getByRole('button', { name: 'Back' }).click();
    await shoot('clock-bar');
  },
};

export const networkScene: Scene = {
  name: 'offline and captive portal',
  play: async (stand) => {
    const { aws, page, home, shoot } = stand;
    await signedInList(stand);
    const renew = () => home.latchkey(['start', 'payments-prod.ReadOnlyAccess']);
    aws.faults.next('all', 'drop', Infinity);
    await renew();
    await bar(stand).getByText('cannot be reached').waitFor();
    await shoot('offline-bar');
    aws.faults.clear();
    aws.faults.next('all', 'captive-page', Infinity);
    await page.getByRole('button', { name: 'Try again' }).click();
    await bar(stand).getByText('Sign in to the network').waitFor();
    await shoot('captive-portal-bar');
    aws.faults.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await bar(stand).getByText('Sign in to the network').waitFor({ state: 'detached' });
  },
};

/** Without a refresh token nothing renews it. */
export const endsScene: Scene = {
  name: 'sign-in ends',
  aws: { behaviour: { portalRate: null, refreshTokens: false } },
  play: async (stand) => {
    const { aws, page, shoot } = stand;
    await signedInList(stand);
    aws.clock.advance(56 * 60_000);
    await doctorPage(stand);
    await bar(stand).getByText('ends in').waitFor();
    // That the clock stood still is another scene.
    await bar(stand).getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('button', { name: 'Back' }).click();
    await shoot('sign-in-ends-bar');
    aws.clock.advance(6 * 60_000);
    await doctorPage(stand);
    await bar(stand).getByText('has ended').waitFor();
    await bar(stand).getByRole('button', { name: 'Dismiss' }).first().click();
    await page.getByRole('button', { name: 'Back' }).click();
    await shoot('sign-in-ended-bar');
  },
};
