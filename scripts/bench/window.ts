import { startDisplay } from '../../test/support/display.ts';
import { startSessionBus } from '../../test/support/sessionBus.ts';
import { startStatusNotifierWatcher } from '../../test/support/statusNotifierWatcher.ts';
import type { Figure } from './report.ts';
import { idle } from './window/idle.ts';
import { launches } from './window/launches.ts';
import { letterFigures } from './window/letterFigures.ts';
import { memory } from './window/memory.ts';
import { withProfiles } from './window/pair.ts';
import { scrolling } from './window/scrolling.ts';
import { typingInSync } from './window/typingInSync.ts';

/** The window and the tray beside the least that has both, on the same Electron, with 5,000 and 50,000 profiles. */
export async function benchWindow(rounds: number): Promise<readonly Figure[]> {
  const display = await startDisplay();
  const bus = await startSessionBus();
  const tray = await startStatusNotifierWatcher(bus);
  const surroundings = { DISPLAY: display.name, DBUS_SESSION_BUS_ADDRESS: bus.address };
  try {
    const few = await withProfiles(500, surroundings, async (pair) => [
      ...(await launches(pair, '5,000', rounds)),
      ...(await letterFigures(pair, '5,000')),
    ]);
    const many = await withProfiles(5_000, surroundings, async (pair) => [
      ...(await launches(pair, '50,000', rounds)),
      ...(await memory(pair, '50,000')),
      ...(await idle(pair)),
      ...(await letterFigures(pair, '50,000')),
      ...(await scrolling(pair, 50_000)),
    ]);
    return [...few, ...many, ...(await typingInSync(surroundings))];
  } finally {
    await tray.stop();
    await bus.stop();
    await display.stop();
  }
}
