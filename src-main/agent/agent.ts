import './harden.ts';

void main();

/** Imports are hoisted: what comes after the hardening must be loaded by a statement. */
async function main(): Promise<void> {
  const { runAgent } = await import('./runAgent.ts');
  const { compose } = await import('./compose.ts');
  process.exit(await runAgent(compose));
}
