import type { App } from '../app.ts';
import type { Clock, Log } from '../core/ports.ts';
import type { AgentPaths } from './agentPaths.ts';

/** Everything behind the door of one agent. */
export interface Composition {
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  /** Why the agent must stay although nobody asks, in words; empty when it may go. */
  readonly holds: () => Promise<readonly string[]>;
  /** Whether keys stand in the files that another owner of this home could renew, or take out at their end. */
  readonly outlives: () => Promise<boolean>;
  /** Secrets are behind a session bus, and this process, perhaps started by cron, has none: another would find it. */
  readonly lacksSessionBus?: () => boolean;
  /** Of the settings, read anew each time; infinite for an owner that never ends for want of callers. */
  readonly idleMinutes: () => number;
  /** Looks at once for keys that are due: the machine woke up. */
  readonly wake: () => void;
  /** Ends the calls that would last for ever, such as of commands that hold an endpoint open. */
  readonly letGo?: () => Promise<void>;
  /** Calls the watcher when something changed that no command brought: somebody is to be asked, AWS is not reached. */
  readonly onChange?: (watcher: () => void) => void;
  /** Removes what must not outlive the agent, and ends its children. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the adapters and the App of one home. `end` asks the agent to end; calls at work are finished first.
 * @throws AppError what the person must hear about why the agent cannot start
 */
export type Compose = (
  paths: AgentPaths,
  environment: NodeJS.ProcessEnv,
  end: () => void,
) => Promise<Composition>;
