import { describe, expect, it } from 'vitest';
import { accessName } from '../../../src-main/core/roles/accessName.ts';
import { roleStep } from '../../../src-main/core/roles/roleStep.ts';
import { StepDraft, stepFields, type StepField } from '../../../src-renderer/roleChain/stepDraft.svelte.ts';
import { mayBecomeRole, profileNameFault } from '../../../src-renderer/roleChain/stepFaults.ts';
import { roleFromPaste } from '../../../src-renderer/roleChain/switchRole.ts';
import { fc } from '../../support/fc.ts';

const role = 'arn:aws:iam::222233334444:role/Deploy';
const place = { call: 'AssumeRole', chained: false, takesCode: true } as const;
const awsPolicy = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** What is wrong of a step, as core says it: the field, and the first sentence about it. */
function coreSays(
  fields: Readonly<Record<string, unknown>>,
): readonly [field: unknown, sentence: string] | undefined {
  const { success, error } = roleStep.safeParse({ roleArn: role, ...fields });
  const [issue] = success ? [] : error.issues;
  if (issue === undefined) return undefined;
  const field = issue.path[0] === 'transitiveTagKeys' ? 'tags' : issue.path[0];
  return [field === 'durationSeconds' ? 'duration' : field, issue.message];
}

function windowSays(
  write: (step: StepDraft) => void,
): readonly [field: StepField, sentence: string] | undefined {
  const step = new StepDraft();
  step.roleArn = role;
  write(step);
  const field = step.firstFault(place);
  return field && [field, step.faultOf(field, place) ?? ''];
}

const trimmed = (texts: fc.Arbitrary<string>) =>
  texts.map((text) => text.trim()).filter((text) => text !== '');
const long = (most: number) =>
  fc.integer({ min: most - 1, max: most + 1 }).map((length) => 'x'.repeat(length));
const texts = (most: number) =>
  trimmed(
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[\w+=,.@:/ {}-]{1,9}$/),
      long(most),
    ),
  );

describe('what the editor takes is what AWS takes, and it says the same sentence as the command line', () => {
  it.each([
    ['externalId', texts(1224)],
    ['sourceIdentity', texts(64)],
    ['mfaSerial', fc.oneof(texts(256), fc.constant('arn:aws:iam::222233334444:u2f/user/dana'))],
    ['region', fc.oneof(texts(10), fc.constantFrom('eu-west-1', 'us-gov-west-1', 'xx-west-1', 'cn-north-1'))],
    [
      'sessionName',
      fc.oneof(texts(64), fc.constantFrom('{user}', '{user}@{host}', '{users}', '{', 'a{user}b c')),
    ],
    [
      'policy',
      fc.oneof(
        texts(2048),
        trimmed(fc.json()),
        fc.constantFrom('{"Statement":[]}', '{"Statement":"→"}', `{"Statement":"${'x'.repeat(2035)}"}`),
      ),
    ],
  ] as const)('%s', (field, written) => {
    fc.assert(
      fc.property(written, (text) => {
        expect(windowSays((step) => (step[field] = text))?.[1]).toBe(coreSays({ [field]: text })?.[1]);
      }),
    );
  });

  it('tags', () => {
    const tag = fc.record({
      key: fc.oneof(
        fc.stringMatching(/^[a-zé :/]{1,5}$/),
        fc.constantFrom('AWS:x', 'Team', 'team', 'a#'),
        long(128),
      ),
      value: fc.oneof(fc.string(), long(256)),
      passOn: fc.boolean(),
    });
    const many = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '', passOn: false }));
    fc.assert(
      fc.property(fc.oneof(fc.array(tag), fc.constant(many)), (tags) => {
        const given = tags.map(({ key, value }) => ({ key, value }));
        const transitiveTagKeys = tags.filter(({ passOn }) => passOn).map(({ key }) => key);
        const core = coreSays({ tags: given, transitiveTagKeys });
        expect(windowSays((step) => (step.tags = structuredClone(tags)))?.[0]).toBe(core?.[0]);
      }),
    );
  });

  it('policy ARNs, alone and with the policy', () => {
    const arns = fc.array(
      fc.constantFrom(
        awsPolicy,
        'arn:aws:iam::222233334444:policy/Own',
        'arn:aws:iam::111122223333:policy/Other',
        'arn:aws-cn:iam::aws:policy/ReadOnlyAccess',
        `arn:aws:iam::aws:policy/${'x'.repeat(500)}`,
        'ReadOnlyAccess',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(arns, (policyArns) => {
        expect(windowSays((step) => (step.policyArns = policyArns.join('\n')))).toEqual(
          coreSays({ policyArns }),
        );
      }),
    );
  });

  it('the name of the profile', () => {
    fc.assert(
      fc.property(fc.oneof(texts(64), fc.constantFrom('default', 'Default', '__proto__')), (name) => {
        expect(profileNameFault(name)).toBe(accessName.safeParse(name).error?.issues[0]?.message);
      }),
    );
  });

  it('what it sends, core takes', () => {
    const step = new StepDraft();
    Object.assign(step, {
      roleArn: ` ${role} `,
      externalId: 'acme-42',
      durationSeconds: 900,
      region: 'eu-west-1',
    });
    step.tags = [
      { key: 'team', value: 'payments', passOn: true },
      { key: '', value: '', passOn: false },
    ];
    step.policyArns = `${awsPolicy}\n`;
    const input = step.input(place);
    expect(roleStep.parse(input)).toMatchObject({
      roleArn: role,
      externalId: 'acme-42',
      durationSeconds: 900,
      sessionName: '{user}',
      tags: [{ key: 'team', value: 'payments' }],
      transitiveTagKeys: ['team'],
      policyArns: [awsPolicy],
      policy: null,
    });
    expect(new StepDraft(roleStep.parse(input)).input(place)).toEqual(input);
  });
});

describe('a role', () => {
  it.each([
    ['https://signin.aws.amazon.com/switchrole?account=222233334444&roleName=Deploy&displayName=x', role],
    ['https://eu-west-1.signin.aws.amazon.com/switchrole?roleName=Deploy&account=2222-3333-4444', role],
    [
      'https://signin.amazonaws-us-gov.com/switchrole?account=222233334444&roleName=teams/pay/Deploy',
      'arn:aws-us-gov:iam::222233334444:role/teams/pay/Deploy',
    ],
    [
      'https://signin.amazonaws.cn/switchrole?account=222233334444&roleName=Deploy',
      'arn:aws-cn:iam::222233334444:role/Deploy',
    ],
  ])('of the console’s link %s is %s', (link, arn) => {
    expect(roleFromPaste(` ${link}\n`)).toEqual({ arn });
  });

  it('of a link to an account’s alias is told apart', () => {
    const link = 'https://signin.aws.amazon.com/switchrole?account=acme-prod&roleName=Deploy';
    expect(roleFromPaste(link)).toEqual({
      arn: link,
      fault: expect.stringContaining('alias, “acme-prod”') as string,
    });
  });

  it('is not read out of another site’s link', () => {
    const link = 'https://signin.aws.amazon.com.evil.example/switchrole?account=222233334444&roleName=Deploy';
    expect(roleFromPaste(link)).toEqual({ arn: link });
  });

  it('that somebody assumed is told apart, with the ARN to use', () => {
    const said = windowSays((step) => (step.roleArn = 'arn:aws:sts::222233334444:assumed-role/Deploy/dana'));
    expect(said?.[1]).toContain(`somebody who assumed the role. Use the role’s own: ${role},`);
  });

  it('is told to be wrong while it is typed only where it cannot become right', () => {
    const whole = 'arn:aws-us-gov:iam::222233334444:role/teams/Deploy';
    for (let length = 0; length <= whole.length; length += 1)
      expect(mayBecomeRole(whole.slice(0, length))).toBe(true);
    for (const wrong of ['Deploy', 'arn:aws:s3', 'arn:aws:sts::222233334444:assumed-role/Deploy/dana'])
      expect(mayBecomeRole(wrong)).toBe(false);
  });
});

it('every field of a step has its fault', () => {
  const step = new StepDraft();
  for (const field of stepFields) expect(() => step.faultOf(field, place)).not.toThrow();
});
