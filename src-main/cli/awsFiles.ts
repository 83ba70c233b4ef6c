import { isAbsolute } from 'node:path';
import { AppError } from '../core/errors.ts';

/**
 * The AWS files that the caller's environment names, for a delivery to go where the caller's programs look.
 * @throws AppError bad-input for a relative path: the agent's folder is not the caller's
 */
export function awsFiles(env: NodeJS.ProcessEnv): { config?: string; credentials?: string } {
  const config = absolute(env, 'AWS_CONFIG_FILE');
  const credentials = absolute(env, 'AWS_SHARED_CREDENTIALS_FILE');
  return { ...(config && { config }), ...(credentials && { credentials }) };
}

function absolute(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const path = env[name] ?? '';
  if (path === '') return undefined;
  if (isAbsolute(path)) return path;
  throw new AppError('bad-input', `${name} is not an absolute path: “${path}”.`, {
    hint: 'Set it to the whole path, starting with /.',
  });
}
