import { electronFlags, electronRuntime } from '../../scripts/electronRuntime.mjs';

export interface ApplicationRuntime {
  readonly executable: string;
  /** Words before the application's folder. */
  readonly flags: readonly string[];
}

/**
 * The Electron that the tests run: LATCHKEY_TEST_ELECTRON, else the one that `npm start` would take.
 * @throws when there is none
 */
export async function applicationRuntime(): Promise<ApplicationRuntime> {
  const named = process.env['LATCHKEY_TEST_ELECTRON'];
  if (named !== undefined) return { executable: named, flags: electronFlags() };
  const { executable, problem } = await electronRuntime();
  if (executable === undefined) throw new Error(problem);
  return { executable, flags: electronFlags() };
}
