import pLimit from 'p-limit';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { SecretStore } from '../ports.ts';
import { secretTrouble } from '../secretTrouble.ts';

/** Long-term keys only: temporary ones end, and nothing could renew them. */
export const longTermKey = z.strictObject({
  accessKeyId: z
    .string()
    .refine((id) => !id.startsWith('ASIA'), {
      error:
        'These are temporary keys (ASIA…), which end by themselves; give the user’s own, which begin AKIA.',
    })
    .regex(/^(ASIA|AKIA[A-Z0-9]{12,124}$)/, {
      error:
        'This is not the id of a long-term access key; such an id is AKIA and capital letters and digits.',
    }),
  secretAccessKey: z
    .string()
    .regex(/^[A-Za-z0-9/+=]{16,128}$/, { error: 'This is not the secret of an access key.' }),
});
export type LongTermKey = z.infer<typeof longTermKey>;

const keyId = longTermKey.shape.accessKeyId;

const longTermKeys = z.strictObject({
  /** Works at AWS, whatever else happens. */
  current: longTermKey,
  /** Created by a rotation and not proved yet. */
  next: longTermKey.nullable(),
  /** In use before `current`, and not known to be inactive. */
  former: keyId.nullable(),
  /** When a rotation was about to create a key, whose secret was not stored since. Epoch milliseconds. */
  rotationBegan: z.int().nullable(),
});
export type LongTermKeys = z.infer<typeof longTermKeys>;

const stored = longTermKeys.extend({ version: z.literal(1) });

/** The long-term keys of the IamUsers in the secret store, one item a user. */
export interface IamUserKeys {
  /** @throws AppError no-such-iam-user, secrets-locked, secrets-unavailable */
  read(name: string): Promise<LongTermKeys>;
  /**
   * Replaces whatever is kept of the user.
   * @throws AppError bad-input for keys that are no long-term ones, secrets-locked, secrets-unavailable
   */
  store(name: string, keys: LongTermKeys): Promise<void>;
  /**
   * Reads, edits and stores as one step.
   * @throws as `read` and `store`, and whatever `edit` throws
   */
  change(name: string, edit: (keys: LongTermKeys) => LongTermKeys): Promise<LongTermKeys>;
  /** @throws AppError secrets-locked, secrets-unavailable */
  remove(name: string): Promise<void>;
}

export function createIamUserKeys({ secrets }: { readonly secrets: SecretStore }): IamUserKeys {
  // A rotation's edit and a removal must not cross: the edit would bring back what was removed.
  const inTurn = pLimit(1);

  async function read(name: string): Promise<LongTermKeys> {
    const answer = await secrets.read(itemOf(name));
    if (answer.state === 'absent') throw noSuchUser(name);
    if (answer.state !== 'found') throw secretTrouble(answer, secrets.kind);
    return parse(name, answer.value);
  }

  async function store(name: string, keys: LongTermKeys): Promise<void> {
    const checked = longTermKeys.safeParse(keys);
    if (!checked.success) throw notLongTerm(checked.error);
    const answer = await secrets.write(itemOf(name), JSON.stringify({ version: 1, ...checked.data }));
    if (answer.state !== 'stored') throw secretTrouble(answer, secrets.kind);
  }

  return {
    read,
    store: (name, keys) => inTurn(() => store(name, keys)),
    change: (name, edit) =>
      inTurn(async () => {
        const changed = edit(await read(name));
        await store(name, changed);
        return changed;
      }),
    remove: (name) =>
      inTurn(async () => {
        const answer = await secrets.remove(itemOf(name));
        if (answer.state !== 'removed') throw secretTrouble(answer, secrets.kind);
      }),
  };
}

const itemOf = (name: string): string => `iam-user/${name}`;

function parse(name: string, text: string): LongTermKeys {
  try {
    const { current, next, former, rotationBegan } = stored.parse(JSON.parse(text));
    return { current, next, former, rotationBegan };
  } catch {
    // Neither the text nor zod's words about it: both hold the secret. Never taken for absent: it may be the only copy.
    throw new AppError(
      'secrets-unavailable',
      `What is stored of the keys of “${name}” cannot be understood.`,
      {
        hint: 'A newer Latchkey may have written it: update this one. Nothing was changed.',
      },
    );
  }
}

function noSuchUser(name: string): AppError {
  return new AppError('no-such-iam-user', `No key of an IAM user “${name}” is stored.`, {
    hint: 'Add it with: latchkey iam-user add NAME',
  });
}

function notLongTerm({ issues: [issue] }: z.ZodError): AppError {
  return new AppError('bad-input', issue?.message ?? 'This is not a long-term access key.', {
    hint: 'Long-term keys are made in IAM, below the user’s security credentials.',
  });
}
