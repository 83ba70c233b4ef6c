import './harden.ts';

// Imports are hoisted: what comes after the hardening must be loaded by a statement.
const { runAgent } = await import('./runAgent.ts');
const { compose } = await import('./compose.ts');
process.exit(await runAgent(compose));
