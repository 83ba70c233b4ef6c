import { spawnSync } from 'node:child_process';

export interface AwsCommand {
  /** As it is typed: `aws`, or its path where a broken one comes first. */
  readonly name: string;
  /** Its version and where it is. */
  readonly description: string;
  /** It reads AWS_ENDPOINT_URL_STS, as the AWS CLI does since 1.29 and 2.13. */
  readonly readsEndpoints: boolean;
}

/** The AWS CLI on the PATH; undefined when there is none that runs. */
export function findAwsCommand(environment: Readonly<Record<string, string>>): AwsCommand | undefined {
  let shadowed = false;
  for (const folder of (environment['PATH'] ?? '').split(':').filter((one) => one !== '')) {
    const path = `${folder}/aws`;
    const { error, stdout } = spawnSync(path, ['--version'], { env: environment, encoding: 'utf8' });
    if (error !== undefined) continue;
    const [version, major, minor] = /^aws-cli\/(\d+)\.(\d+)\S*/.exec(stdout) ?? [];
    if (version !== undefined) {
      const readsEndpoints = Number(minor) >= (major === '1' ? 29 : 13);
      return { name: shadowed ? path : 'aws', description: `${version}, ${path}`, readsEndpoints };
    }
    shadowed = true;
  }
  return undefined;
}
