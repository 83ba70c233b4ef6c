import type { Command } from 'commander';
import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { type AccessOptions, mfaCodeOption, withCode } from './access.ts';
import type { Cli } from './cli.ts';

interface RotateOptions extends Pick<AccessOptions, 'mfaCode'> {
  readonly deactivate?: true;
}

type Rotated = Output<'rotateIamUser'>;

/** `iam-user rotate`: a new key, and the former one inactive where the person says so. Nothing is ever deleted. */
export function addIamUserRotate(group: Command, cli: Cli): void {
  group
    .command('rotate')
    .description('replace the key by a new one, which is proved before it is used')
    .argument('<name>')
    .option(
      '--deactivate',
      'deactivate the former key, too; one that an earlier rotation left, where there is one',
    )
    .addOption(mfaCodeOption())
    .addHelpText('after', '\nExample: latchkey iam-user rotate ada')
    .action(async (name: string, { deactivate, mfaCode }: RotateOptions) => {
      const left = deactivate === true ? await deactivateLeft(cli, name, mfaCode) : undefined;
      if (left !== undefined) {
        cli.answer(left, []);
        cli.say('The former key is inactive now, and can be deleted in IAM.');
        return;
      }
      const rotated = await rotate(cli, name, mfaCode, false);
      const { keyId, formerKeyId: former } = rotated;
      // Said before anything else can fail: it is in use from here on.
      cli.say(`The new key is ${keyId}.`);
      if (former === null) cli.answer(rotated, []);
      else if (deactivate ?? (await wanted(cli, former))) {
        const { deactivated } = await rotate(cli, name, undefined, true);
        cli.answer({ ...rotated, deactivated }, []);
        cli.say(`${former} is inactive now, and can be deleted in IAM.`);
      } else {
        cli.answer(rotated, []);
        cli.say(`AWS still takes ${former}. Later: latchkey iam-user rotate ${name} --deactivate`);
      }
    });
}

async function rotate(
  cli: Cli,
  name: string,
  mfaCode: string | undefined,
  deactivateFormer: boolean,
): Promise<Rotated> {
  const given = mfaCode === undefined ? {} : { mfaCode };
  return withCode(cli, given, async ({ mfaCode: code, asksItself }) =>
    cli.call('rotateIamUser', {
      ...{ name, mfaCode: code, asksItself },
      ...(deactivateFormer && { deactivateFormer }),
    }),
  );
}

/** Undefined where no rotation left one: bad-input comes before AWS is asked. */
async function deactivateLeft(
  cli: Cli,
  name: string,
  mfaCode: string | undefined,
): Promise<Rotated | undefined> {
  try {
    return await rotate(cli, name, mfaCode, true);
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return undefined;
    throw error;
  }
}

async function wanted(cli: Cli, keyId: string): Promise<boolean> {
  if (!cli.interactive) return false;
  const { askYesNo } = await import('./prompt.ts');
  return askYesNo(cli, `Deactivate the former key ${keyId}?`);
}
