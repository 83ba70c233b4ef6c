import { childrenOf } from './processes.ts';

/** The process and all that came from it, itself first. */
export function processTree(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid).flatMap(processTree)];
}
