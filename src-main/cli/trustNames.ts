/**
 * Settings that decide where tokens go: they have a command of their own in the contract. The names of core's
 * `trustSettings`, which would bring zod along.
 */
export const trustNames = [
  'proxy',
  'noProxy',
  'caBundle',
  'endpoints',
  'secrets',
  'browsers',
  'teamFile',
] as const;
