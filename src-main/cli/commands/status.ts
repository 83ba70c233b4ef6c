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
      cli.answer({ ...answer, agent }, [
        ...table(answer.signIns.map(signInCells)),
        ...table(answer.active.map(activeCells)),
        ...table(
          answer.grants.map(({ profileName, at, endsAt }) => [
            'Grant',
            profileName,
            at,
            `ends ${ending(endsAt)}`,
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

function signInCells({
  ssoSession,
  state,
  signedInAs,
  expiresAt,
  renews,
  ofAwsCli,
}: Status['signIns'][number]): string[] {
  const end = expiresAt === null ? '' : `${renews ? 'renews' : 'ends'} ${ending(expiresAt)}`;
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

function activeCells({ name, delivery, file, expiresAt, endsAt }: Status['active'][number]): string[] {
  const renewal = expiresAt === null ? '' : `renews ${ending(expiresAt)}`;
  return ['Active', name, delivery, file, endsAt === null ? renewal : `ends ${ending(endsAt)}`];
}
