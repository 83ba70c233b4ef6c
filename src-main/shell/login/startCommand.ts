import { app } from 'electron';

/** The words that start this application again, whatever it was installed as. */
export function startCommand(environment: NodeJS.ProcessEnv): readonly string[] {
  if (!app.isPackaged) return [process.execPath, app.getAppPath()];
  // An AppImage is mounted at another place at each start.
  const image = environment['APPIMAGE'];
  return [image === undefined || image === '' ? process.execPath : image];
}
