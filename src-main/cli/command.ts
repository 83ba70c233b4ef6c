import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.ts';

// The agent is built beside the file that people call, perhaps through a link.
const agentEntry = join(dirname(realpathSync(process.argv[1] ?? '')), 'agent.cjs');
void run(process.argv.slice(2), process.env, agentEntry).then((code) => {
  process.exitCode = code;
});
