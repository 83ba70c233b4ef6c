#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';

// The agent is built beside this file.
const agentEntry = fileURLToPath(new URL('agent.js', import.meta.url));
process.exitCode = await run(process.argv.slice(2), process.env, agentEntry);
