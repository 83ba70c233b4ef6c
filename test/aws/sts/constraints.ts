import { StsError } from './stsError.ts';

export interface TextRule {
  readonly min?: number;
  readonly max?: number;
  /** As AWS writes it in its message; must match as a whole. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

/** Collects what breaks the model's constraints: AWS names all faults of a call in one message. */
export interface Constraints {
  /** `member` is the name as AWS's messages have it, such as `tags.1.member.key`. */
  fail(value: string | null, member: string, must: string): void;
  checkText(value: string | undefined, member: string, rule: TextRule): void;
  checkInteger(value: string | undefined, member: string, min: number, max: number): void;
  checkCount(count: number, member: string, max: number): void;
  /** @throws StsError ValidationError when anything failed */
  finish(): void;
}

export function constraints(): Constraints {
  const faults: string[] = [];
  const fail: Constraints['fail'] = (value, member, must) => {
    const shown = value === null ? 'null' : `'${value}'`;
    faults.push(`Value ${shown} at '${member}' failed to satisfy constraint: Member must ${must}`);
  };
  return {
    fail,
    checkText: (value, member, { min = 0, max = Infinity, pattern, values }) => {
      if (value === undefined) return;
      if (value.length < min) fail(value, member, `have length greater than or equal to ${min}`);
      if (value.length > max) fail(value, member, `have length less than or equal to ${max}`);
      if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) {
        fail(value, member, `satisfy regular expression pattern: ${pattern}`);
      }
      if (values?.includes(value) === false) {
        fail(value, member, `satisfy enum value set: [${values.join(', ')}]`);
      }
    },
    checkInteger: (value, member, min, max) => {
      if (value === undefined) return;
      if (!/^-?\d{1,10}$/.test(value)) fail(value, member, 'be an integer');
      else if (Number(value) < min) fail(value, member, `have value greater than or equal to ${min}`);
      else if (Number(value) > max) fail(value, member, `have value less than or equal to ${max}`);
    },
    checkCount: (count, member, max) => {
      if (count > max) fail(`[${count} entries]`, member, `have length less than or equal to ${max}`);
    },
    finish: () => {
      if (faults.length === 0) return;
      const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected`;
      throw new StsError('ValidationError', `${count}: ${faults.join('; ')}`);
    },
  };
}
