import type { ProfileView, WindowInput } from '../../src-main/contract.ts';
import { parseRoleArn } from '../../src-main/core/arn.ts';
import { durationFault } from './durations.ts';
import { roleFromPaste } from './switchRole.ts';
import * as faults from './stepFaults.ts';

type Step = ProfileView['steps'][number];
export type StepInput = NonNullable<WindowInput<'addProfile'>['steps']>[number];

export const stepFields = [
  'roleArn',
  'externalId',
  'duration',
  'sessionName',
  'sourceIdentity',
  'mfaSerial',
  'tags',
  'policy',
  'policyArns',
  'region',
] as const;
export type StepField = (typeof stepFields)[number];

/** What stands behind “More”. */
const rare: readonly StepField[] = stepFields.slice(3);

/** How a step is taken: by which call, and whether its caller's keys are temporary. */
export interface StepPlace {
  readonly call: 'AssumeRole' | 'AssumeRoleWithSAML' | 'AssumeRoleWithWebIdentity';
  readonly chained: boolean;
  /** AWS takes an MFA code with an IAM user’s own keys only. */
  readonly takesCode: boolean;
}

export interface TagDraft {
  key: string;
  value: string;
  passOn: boolean;
}

/** One role of the chain, as it is being typed. */
export class StepDraft {
  /** Of this step in the page: its fields stay its own when it is moved. */
  readonly id = crypto.randomUUID();
  roleArn = $state('');
  externalId = $state('');
  /** Null: AWS's hour. */
  durationSeconds = $state<number | null>(null);
  sessionName = $state('{user}');
  sourceIdentity = $state('');
  mfaSerial = $state('');
  tags = $state<TagDraft[]>([{ key: '', value: '', passOn: false }]);
  policy = $state('');
  policyArns = $state('');
  region = $state('');
  more = $state(false);
  /** What is wrong with the link that was pasted as the role. */
  linkFault = $state<string>();
  /** Fields that the person has been in, or all once they wanted to save. */
  #seen = $state.raw<readonly StepField[]>([]);

  constructor(step?: Step) {
    if (step === undefined) return;
    this.roleArn = step.roleArn;
    this.externalId = step.externalId ?? '';
    this.durationSeconds = step.durationSeconds;
    this.sessionName = step.sessionName;
    this.sourceIdentity = step.sourceIdentity ?? '';
    this.mfaSerial = step.mfaSerial ?? '';
    const passedOn = step.transitiveTagKeys.map((key) => key.toLowerCase());
    const tags = step.tags.map((tag) => ({ ...tag, passOn: passedOn.includes(tag.key.toLowerCase()) }));
    if (tags.length > 0) this.tags = tags;
    this.policy = step.policy ?? '';
    this.policyArns = step.policyArns.join('\n');
    this.region = step.region ?? '';
  }

  parts = $derived(faults.roleParts(this.roleArn.trim()));

  /** The ARN as typed, or that of a switch-role link. */
  typeRole(text: string): void {
    const { arn, fault } = roleFromPaste(text);
    // A space at the end of what is typed stays until the field is left.
    this.roleArn = arn === text.trim() ? text : arn;
    this.linkFault = fault;
  }

  see(field: StepField): void {
    if (!this.#seen.includes(field)) this.#seen = [...this.#seen, field];
  }

  seeAll(place: StepPlace): void {
    this.#seen = stepFields;
    if (rare.some((field) => this.faultOf(field, place) !== undefined)) this.more = true;
  }

  /** The fault that is shown: none before the person has left the field, unless it cannot become right. */
  shownFault(field: StepField, place: StepPlace): string | undefined {
    const seen = this.#seen.includes(field);
    const hopeless =
      field === 'duration' ||
      (field === 'roleArn' && this.roleArn !== '' && !faults.mayBecomeRole(this.roleArn.trim()));
    return seen || hopeless ? this.faultOf(field, place) : undefined;
  }

  faultOf(field: StepField, { call, chained, takesCode }: StepPlace): string | undefined {
    // An identity provider's role takes the others from the provider's word, and they are not sent.
    if (call !== 'AssumeRole' && !fieldsOf(call).includes(field)) return undefined;
    switch (field) {
      case 'roleArn':
        return this.linkFault ?? faults.roleFault(this.roleArn.trim());
      case 'externalId':
        return faults.externalIdFault(this.externalId.trim());
      case 'duration':
        return durationFault(call, chained, this.durationSeconds);
      case 'sessionName':
        return faults.sessionNameFault(this.sessionName.trim());
      case 'sourceIdentity':
        return faults.sourceIdentityFault(this.sourceIdentity.trim());
      case 'mfaSerial':
        return faults.mfaSerialFault(this.mfaSerial.trim(), takesCode);
      case 'tags':
        return (
          this.tags.map(faults.tagFault).find((fault) => fault !== undefined) ??
          faults.tagsFault(this.#writtenTags.map(({ key }) => key))
        );
      case 'policy':
        return faults.policyFault(this.policy.trim());
      case 'policyArns':
        return faults.policyArnsFault(this.#writtenArns, this.policy.trim(), this.roleArn.trim());
      case 'region':
        return faults.regionFault(this.region.trim(), this.roleArn.trim());
    }
  }

  firstFault(place: StepPlace): StepField | undefined {
    return stepFields.find((field) => this.faultOf(field, place) !== undefined);
  }

  /** @throws AppError unless the role ARN is right */
  input({ call }: StepPlace): StepInput {
    const { durationSeconds } = this;
    const sessionName = this.sessionName.trim();
    const named = sessionName !== '' && sessionName !== '{user}' ? { sessionName } : {};
    const role = { roleArn: parseRoleArn(this.roleArn.trim()), durationSeconds };
    if (call === 'AssumeRoleWithSAML') return role;
    if (call === 'AssumeRoleWithWebIdentity') return { ...role, ...named };
    return {
      ...role,
      ...named,
      externalId: orNull(this.externalId),
      tags: this.#writtenTags.map(({ key, value }) => ({ key, value })),
      transitiveTagKeys: this.#writtenTags.filter(({ passOn }) => passOn).map(({ key }) => key),
      sourceIdentity: orNull(this.sourceIdentity),
      policy: orNull(this.policy),
      policyArns: this.#writtenArns,
      region: orNull(this.region),
      mfaSerial: orNull(this.mfaSerial),
    };
  }

  /** A row that nobody wrote in is no tag. */
  get #writtenTags(): readonly TagDraft[] {
    return this.tags.filter(({ key, value }) => key !== '' || value !== '');
  }

  get #writtenArns(): string[] {
    return this.policyArns.split(/[\s,]+/).filter((arn) => arn !== '');
  }
}

/** What AWS takes in a call. */
export function fieldsOf(call: StepPlace['call']): readonly StepField[] {
  if (call === 'AssumeRoleWithSAML') return ['roleArn', 'duration'];
  if (call === 'AssumeRoleWithWebIdentity') return ['roleArn', 'duration', 'sessionName'];
  return stepFields;
}

function orNull(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}
