import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Aws } from '../../test/aws/standIn.ts';
import { findAwsCommand } from './awsCommand.ts';
import { answerPage } from './answerPage.ts';
import type { DemoFolder } from './demoFolder.ts';
import type { Screen } from './screen.ts';
import { StepFailed, type Typist } from './typist.ts';

export interface Demo extends Typist {
  readonly aws: Aws;
  readonly folder: DemoFolder;
  readonly screen: Screen;
}

const keysProfile = 'payments-prod.ReadOnlyAccess';
const processProfile = 'data-lake-dev.PowerUserAccess';
const shellProfile = 'search-staging.PowerUserAccess';

/** The main job from the first sign-in to the sign-out. @throws StepFailed when a command fails */
export async function walkMainJob(demo: Demo): Promise<void> {
  await signIn(demo);
  await look(demo);
  await deliver(demo);
  await useElsewhere(demo);
  await cleanUp(demo);
  demo.screen.say(
    'That was the main job: one sign-in, and keys for any account in any program, gone when you are done.',
  );
}

async function signIn({ aws, screen, type }: Demo): Promise<void> {
  const { startUrl, region } = aws.organisation;
  screen.say('First say where you sign in. Your administrator knows both.');
  await type(`latchkey sso add acme --start-url ${startUrl} --region ${region}`);

  screen.say('Sign in once: compare the code with the one on the page, and allow it there.');
  const answers: Promise<void>[] = [];
  await type('latchkey login', {
    onStderr: (line) => {
      const link = /^Link: (\S+)$/.exec(line)?.[1];
      if (link !== undefined) answers.push(answerPage(link, screen));
    },
  });
  await Promise.all(answers);
}

async function look({ screen, type }: Demo): Promise<void> {
  screen.say('Fetch the list of accounts and roles that you may enter. It is kept, so this is rare.');
  await type('latchkey sync > /dev/null');

  screen.say('A few letters find what you look for.');
  await type('latchkey list prod');
}

async function deliver({ folder, screen, type }: Demo): Promise<void> {
  const aws = findAwsCommand(folder.environment);
  const identityOf = async (profile: string): Promise<void> => {
    if (aws === undefined) return;
    const endpoint = aws.readsEndpoints ? '' : ' --endpoint-url "$AWS_ENDPOINT_URL_STS"';
    await type(`${aws.name} sts get-caller-identity --profile ${profile}${endpoint}`);
  };

  screen.say('Start one: its keys go to ~/.aws, are renewed there, and leave it after eight hours.');
  await type(`latchkey start ${keysProfile}`);
  if (aws === undefined)
    screen.say('(There is no AWS CLI on this machine; with one, you would now use the profile.)');
  else screen.say(`From now on it is a profile like any other, here for the AWS CLI (${aws.description}).`);
  await identityOf(keysProfile);

  screen.say('Or leave no key in a file: such a profile asks Latchkey whenever a program needs keys.');
  await type(`latchkey start ${processProfile} --delivery process`);
  await identityOf(processProfile);

  screen.say('That works for many at once. See what would be written:');
  await type('latchkey deliver warehouse dev --delivery process --dry-run');
}

async function useElsewhere({ folder, screen, type }: Demo): Promise<void> {
  screen.say(
    'For one shell only, put keys into its environment; whoami says who that makes you, and AWS agrees.',
  );
  await type(`eval "$(latchkey env ${shellProfile})" && latchkey whoami --check`);

  screen.say('The console, too. Without --print your browser opens it; the link is as good as a password.');
  await type(`latchkey console ${keysProfile} --region eu-central-1 --print > link`);
  const text = await (await fetch(readFileSync(join(folder.path, 'link'), 'utf8').trim())).text();
  const shown = [...text.matchAll(/<dd id="(identity|region|until)">([^<]+)</g)];
  if (shown.length === 0) throw new StepFailed('The demo ends here, because the console link leads nowhere.');
  screen.say(
    'Whoever opens that link is in the console:',
    ...shown.map(([, name, value]) => `  ${name ?? ''}: ${value ?? ''}`),
  );

  screen.say('What you have in use, and until when:');
  await type('latchkey status');
}

async function cleanUp({ screen, type }: Demo): Promise<void> {
  screen.say(
    'Take everything out of ~/.aws again; what you wrote there yourself stays as it is, byte for byte.',
  );
  await type('latchkey stop --all');

  screen.say('A mistake? The last change of the files can be taken back (but never keys).');
  await type('latchkey undo');

  screen.say('Sign out, at AWS too.');
  await type('latchkey logout');
}
