import type { Log } from '../core/ports.ts';

/** A promise that nobody waited for is a fault, but no reason to lose what the owner of a home holds. Logged by name. */
export function catchFaults(log: Log, end: () => void): void {
  process.on('unhandledRejection', (error) => {
    log.write('agent.fault', { reason: error instanceof Error ? error.name : typeof error });
  });
  process.on('uncaughtException', (error) => {
    log.write('agent.fault', { reason: error.name });
    end();
  });
}
