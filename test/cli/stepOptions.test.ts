import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { bindSteps, refuseLoose, takeSteps } from '../../src-main/cli/stepOptions.ts';

const hop = 'arn:aws:iam::111122223333:role/Hop';
const end = 'arn:aws:iam::444455556666:role/End';

/** The words as commander reads them. */
function bound(...words: string[]) {
  const command = new Command().exitOverride();
  const given = takeSteps(command);
  command.parse(words, { from: 'user' });
  const result = bindSteps(given, (_option, file) => `text of ${file}`);
  return {
    ...result,
    check: () => {
      refuseLoose(result, given);
    },
  };
}

describe('options of roles', () => {
  it('belong to the --role-arn before them', () => {
    const words = ['--role-arn', hop, '--external-id', 'one', '--duration', '30m'];
    expect(bound(...words, '--role-arn', end, '--external-id', 'two').steps).toEqual([
      { roleArn: hop, externalId: 'one', durationSeconds: 1800 },
      { roleArn: end, externalId: 'two' },
    ]);
  });

  it('are all taken', () => {
    const words = ['--tag', 'team=pay=ments', '--tag', 'cost=', '--transitive-tag', 'team'];
    const more = ['--policy', 'p.json', '--policy-arn', 'arn:a', '--policy-arn', 'arn:b'];
    const rest = ['--session-name', '{user}-{reason}', '--source-identity', 'ada', '--region', 'eu-west-1'];
    expect(bound('--role-arn', end, ...words, ...more, ...rest).steps).toEqual([
      {
        roleArn: end,
        tags: [
          { key: 'team', value: 'pay=ments' },
          { key: 'cost', value: '' },
        ],
        transitiveTagKeys: ['team'],
        policy: 'text of p.json',
        policyArns: ['arn:a', 'arn:b'],
        sessionName: '{user}-{reason}',
        sourceIdentity: 'ada',
        region: 'eu-west-1',
      },
    ]);
  });

  it('--region is the profile’s before every --role-arn, and the role’s after one', () => {
    const { region, steps } = bound('--region', 'eu-west-1', '--role-arn', hop, '--region', 'us-east-1');
    expect(region).toBe('eu-west-1');
    expect(steps).toEqual([{ roleArn: hop, region: 'us-east-1' }]);
  });

  it('before every --role-arn are wrong usage, and the sentence names them', () => {
    expect(() => bound('--external-id', 'x', '--role-arn', hop)).toThrow('--external-id stands before every');
    expect(() => bound('--region', 'eu-west-1', '--tag', 'a=b', '--role-arn', hop)).toThrow('--tag stands');
    expect(() => {
      bound('--duration', '1h').check();
    }).toThrow('--duration stands before every --role-arn');
  });

  it('without a --role-arn are kept for the last role of a profile that is there', () => {
    expect(bound('--external-id', 'x', '--region', 'eu-west-1')).toMatchObject({
      region: 'eu-west-1',
      steps: [],
      loose: { externalId: 'x' },
    });
  });

  it('twice for one role are wrong usage, but not for two', () => {
    const twice = ['--external-id', 'x', '--external-id', 'y'];
    expect(() => bound('--role-arn', hop, ...twice)).toThrow('--external-id is given twice');
    expect(() => bound('--region', 'eu-west-1', '--region', 'eu-west-2')).toThrow('--region is given twice');
  });

  it('refuse a tag without =, and a duration beyond 12 hours', () => {
    expect(() => bound('--role-arn', hop, '--tag', 'team')).toThrow('--tag must be like');
    expect(() => bound('--role-arn', hop, '--duration', '13h')).toThrow('--duration takes 15 min to 12 h');
  });
});
