import { consoleScenes } from './consoleScenes.ts';
import { chainScenes } from './chainScenes.ts';
import { accessScenes } from './accessScenes.ts';
import { findingScenes } from './findingScenes.ts';
import { guardScenes } from './guardScenes.ts';
import { healthScenes } from './healthScenes.ts';
import { importScenes } from './importScenes.ts';
import { listScenes } from './listScenes.ts';
import { oddScenes } from './oddScenes.ts';
import type { Scene } from './scene.ts';
import { settingsScenes } from './settingsScenes.ts';
import { signInScenes } from './signInScenes.ts';

/** Every screen and every state of the window. */
export const allScenes: readonly Scene[] = [
  ...signInScenes,
  ...listScenes,
  ...findingScenes,
  ...consoleScenes,
  ...accessScenes,
  ...chainScenes,
  ...guardScenes,
  ...healthScenes,
  ...importScenes,
  ...settingsScenes,
  ...oddScenes,
];
