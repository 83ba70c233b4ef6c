import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where each tool keeps its own file, the likeliest first. aws and aws-vault have none beside the AWS files. */
export function importPlaces(
  environment: NodeJS.ProcessEnv,
): Readonly<Record<'leapp' | 'granted' | 'aws-sso-cli', readonly string[]>> {
  const home = environment['HOME'] ?? homedir();
  const named = (name: string): readonly string[] => {
    const path = environment[name] ?? '';
    return isAbsolute(path) ? [path] : [];
  };
  const [config = join(home, '.config')] = named('XDG_CONFIG_HOME');
  return {
    leapp: [join(home, '.Leapp', 'Leapp-lock.json')],
    granted: [join(home, '.granted', 'config'), join(config, 'granted', 'config')],
    'aws-sso-cli': [
      ...named('AWS_SSO_CONFIG'),
      // It stays with its older folder where there is one.
      join(home, '.aws-sso', 'config.yaml'),
      join(config, 'aws-sso', 'config.yaml'),
    ],
  };
}
