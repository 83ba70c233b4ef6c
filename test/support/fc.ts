import fc from 'fast-check';

/**
 * fast-check with one seed, so that a change is tested by what it changes and not by luck. LATCHKEY_TEST_SEED=random
 * looks further; a number repeats what a failure reported.
 */
const seed = process.env['LATCHKEY_TEST_SEED'] ?? '20261122';
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

export { fc };
