import { agentPaths } from '../../../src-main/agent/agentPaths.ts';
import { callAgent } from '../../../src-main/agent/client.ts';
import { AppError } from '../../../src-main/core/errors.ts';

/** A command as a process: starts the agent where none answers and prints its process id. */
const [entry = ''] = process.argv.slice(2);
const start = { entry, environment: process.env, terminal: false };
try {
  const { pid } = await callAgent(agentPaths(), 'agentStatus', {}, { start });
  process.stdout.write(`${pid}\n`);
} catch (error) {
  const { code, message, hint } = error instanceof AppError ? error : new AppError('internal', String(error));
  process.stdout.write(`${JSON.stringify({ code, message, hint })}\n`);
}
