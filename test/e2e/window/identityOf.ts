import { existsSync } from 'node:fs';
import type { Aws } from '../../aws/standIn.ts';
import type { TestHome } from '../../support/testHome.ts';

/** Who the real AWS CLI is with that profile: an ARN. @throws what the CLI said otherwise */
export async function identityOf(home: TestHome, aws: Aws, profile: string): Promise<string> {
  const program = existsSync('/usr/bin/aws') ? '/usr/bin/aws' : 'aws';
  const words = ['sts', 'get-caller-identity', '--profile', profile, '--output', 'json'];
  const { code, stdout, stderr } = await home.run(program, ['--endpoint-url', aws.endpoints.sts, ...words]);
  if (code !== 0) throw new Error(`aws ${words.join(' ')}: ${stderr}`);
  return (JSON.parse(stdout) as { Arn: string }).Arn;
}
