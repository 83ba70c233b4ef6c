/**
 * A program of the tests that rotates the keys of an IamUser and deactivates the former one. Each step that leaves it
 * goes through its parent, who does it, or kills it before or after.
 */
import { once } from 'node:events';
import { createPassphraseFile } from '../../../src-main/adapters/passphraseFile.ts';
import { AppError } from '../../../src-main/core/errors.ts';
import type { SecretStore } from '../../../src-main/core/ports.ts';
import type { IamUser } from '../../../src-main/core/roles/iamUser.ts';
import { createIamUserKeys } from '../../../src-main/core/roles/iamUserKeys.ts';
import { createKeyRotation, type KeyRotationPorts } from '../../../src-main/core/roles/keyRotation.ts';
import { cheapScrypt } from './cheapScrypt.ts';

export interface RotatorTask {
  readonly path: string;
  readonly passphrase: string;
  readonly user: IamUser;
}

type Aws = Pick<KeyRotationPorts['iam'], 'listAccessKeys' | 'createAccessKey' | 'deactivateAccessKey'> &
  Pick<KeyRotationPorts['sts'], 'getCallerIdentity'>;

/** `argument` is that of AWS's call. */
export interface RotatorStep {
  readonly name: keyof Aws | 'sleep' | 'write' | 'written' | 'rotated' | 'done' | 'failed';
  readonly argument: unknown;
}

export interface RotatorAnswer {
  readonly value?: unknown;
  readonly error?: Pick<AppError, 'code' | 'message' | 'refusal' | 'retry'>;
}

async function step(name: RotatorStep['name'], argument?: unknown): Promise<unknown> {
  const answered = once(process, 'message') as Promise<[RotatorAnswer]>;
  process.send!({ name, argument } satisfies RotatorStep);
  const [{ value, error }] = await answered;
  if (error !== undefined) throw new AppError(error.code, error.message, error);
  return value;
}

const call =
  <Name extends keyof Aws>(name: Name) =>
  (...argument: readonly unknown[]) =>
    step(name, argument) as ReturnType<Aws[Name]>;

const unplanned = (): never => {
  throw new Error('A rotation makes no such call.');
};

const ports: Omit<KeyRotationPorts, 'keys'> = {
  clock: {
    now: () => Date.now(),
    sleep: async (milliseconds) => {
      await step('sleep', milliseconds);
    },
  },
  iam: {
    listMfaDevices: unplanned,
    listAccessKeys: call('listAccessKeys'),
    createAccessKey: call('createAccessKey'),
    deactivateAccessKey: call('deactivateAccessKey'),
  },
  sts: {
    getCallerIdentity: call('getCallerIdentity'),
    ...{ assumeRole: unplanned, assumeRoleWithSaml: unplanned, assumeRoleWithWebIdentity: unplanned },
    ...{ getSessionToken: unplanned, getFederationToken: unplanned },
  },
};

const stepped = (secrets: SecretStore): SecretStore => ({
  ...secrets,
  async write(item, value) {
    await step('write');
    const answer = await secrets.write(item, value);
    await step('written');
    return answer;
  },
});

async function run({ path, passphrase, user }: RotatorTask): Promise<void> {
  const secrets = createPassphraseFile(path);
  await secrets.unlock(passphrase);
  const rotation = createKeyRotation({
    ...ports,
    keys: createIamUserKeys({ secrets: stepped(secrets) }),
  });
  const { signal } = new AbortController();
  const iamCredentials: Parameters<typeof rotation.rotate>[0]['iamCredentials'] = async (current) => current;
  const { keyId } = await rotation.rotate({ user, iamCredentials, signal });
  await step('rotated', keyId);
  await rotation.deactivateFormer({ user: { ...user, keyId }, iamCredentials, signal });
  await step('done');
}

cheapScrypt();
process.once('disconnect', () => {
  process.exit();
});
const started = once(process, 'message') as Promise<[RotatorTask]>;
process.send!('ready');
try {
  await run((await started)[0]);
} catch (error) {
  await step('failed', error instanceof Error ? error.message : String(error));
}
