import type { Output } from '../../contract.ts';
import { skewWords } from '../../core/health/skewWords.ts';
import { ending, table } from '../output.ts';
import type { AddCommand } from '../program.ts';

export const status: AddCommand = (program, cli) => {
  program
    .command('status')
    .description('sign-ins, active profiles, keychain and agent')
    .action(async () => {
      const answer = await cli.call('status', {});
      const agent = await cli.call('agentStatus', {});
      // What AWS ends, it ends by its own clock.
      const now = Date.now() + answer.clock.offset;
      cli.answer({ ...answer, agent }, [
        ...table(answer.signIns.map((one) => signInCells(one, now))),
        ...table(answer.active.map((one) => activeCells(one, now))),
        ...table(
          answer.grants.map(({ profileName, at, endsAt }) => [
            'Grant',
            profileName,
            at,
            `ends ${ending(endsAt, now)}`,
          ]),
        ),
        ...table([
          ['Secrets', answer.secrets.store, answer.secrets.state, answer.secrets.reason ?? ''],
          ['Agent', agent.kind, agent.version, `pid ${agent.pid}`],
        ]),
      ]);
      if (answer.signIns.length === 0) cli.say('No place to sign in yet. Add one with: latchkey sso add');
      if (answer.clock.offset !== 0)
        cli.say(`${skewWords(answer.clock.offset)} Set it right: see latchkey doctor.`);
      for (const notice of answer.notices) cli.say(notice);
    });
};

type Status = Output<'status'>;

function signInCells(
  { ssoSession, state, signedInAs, expiresAt, renews, ofAwsCli }: Status['signIns'][number],
  now: number,
): string[] {
  const end = expiresAt === null ? '' : `${renews ? 'renews' : 'ends'} ${ending(expiresAt, now)}`;
  const how = ofAwsCli && state === 'signed-in' ? 'signed in with the AWS CLI' : words[state];
  return ['Sign-in', ssoSession, how, signedInAs ?? '', end];
}

const words: Record<Status['signIns'][number]['state'], string> = {
  'signed-in': 'signed in',
  'signed-in-offline': 'signed in, offline',
  'signed-out': 'signed out',
  ended: 'ended: sign in again',
  locked: 'not known: keychain locked',
  unavailable: 'not known: keychain unavailable',
};

function activeCells(
  { name, delivery, file, expiresAt, endsAt }: Status['active'][number],
  now: number,
): string[] {
  const renewal = expiresAt === null ? '' : `renews ${ending(expiresAt, now)}`;
  return ['Active', name, delivery, file, endsAt === null ? renewal : `ends ${ending(endsAt, now)}`];
}
