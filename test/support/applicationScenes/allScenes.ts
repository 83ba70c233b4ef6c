import { accessScenes } from './accessScenes.ts';
import { chainScenes } from './chainScenes.ts';
import { consoleScenes } from './consoleScenes.ts';
import { findingScenes } from './findingScenes.ts';
import { guardScenes } from './guardScenes.ts';
import { clockScene, endsScene, networkScene } from './healthScenes.ts';
import { importScenes } from './importScenes.ts';
import { listScenes, signedOutScene, troubleScene } from './listScenes.ts';
import { oddScenes } from './oddScenes.ts';
import { oneAfterTheOther, type Scene } from './scene.ts';
import { settingsScenes } from './settingsScenes.ts';
import { signInScenes } from './signInScenes.ts';

/** Every screen and every state of the window; the longest first, since two are played at once. */
export const allScenes: readonly Scene[] = [
  oneAfterTheOther([...listScenes, ...settingsScenes, ...consoleScenes, ...findingScenes, signedOutScene]),
  oneAfterTheOther([...accessScenes, ...chainScenes]),
  oneAfterTheOther([networkScene, troubleScene]),
  ...guardScenes,
  clockScene,
  endsScene,
  ...signInScenes,
  ...importScenes,
  ...oddScenes,
];
