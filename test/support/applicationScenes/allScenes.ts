import { chainScenes } from './chainScenes.ts';
import { accessScenes } from './accessScenes.ts';
import { guardScenes } from './guardScenes.ts';
import { listScenes } from './listScenes.ts';
import { oddScenes } from './oddScenes.ts';
import type { Scene } from './scene.ts';
import { signInScenes } from './signInScenes.ts';

/** Every screen and every state of the window. */
export const allScenes: readonly Scene[] = [
  ...signInScenes,
  ...listScenes,
  ...accessScenes,
  ...chainScenes,
  ...guardScenes,
  ...oddScenes,
];
