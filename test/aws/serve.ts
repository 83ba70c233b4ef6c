/** The stand-in as a process, for use by hand and for the demo: `tsx test/aws/serve.ts --port 9911`. */
import { parseArgs } from 'node:util';
import { demoOrganisation } from './demoOrganisation.ts';
import { largeOrganisation } from './largeOrganisation.ts';
import { startAws } from './standIn.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    /** That many generated accounts with four roles each, instead of the demo's organisation. */
    accounts: { type: 'string' },
    'latency-ms': { type: 'string', default: '0' },
    'session-minutes': { type: 'string', default: '480' },
  },
});

const plan = { sessionMinutes: wholeNumber('session-minutes', values['session-minutes']) };
const aws = await startAws({
  port: wholeNumber('port', values.port),
  organisations: [
    values.accounts === undefined
      ? demoOrganisation(plan)
      : largeOrganisation(wholeNumber('accounts', values.accounts), 4, plan),
  ],
});
aws.faults.latency(wholeNumber('latency-ms', values['latency-ms']));

const { startUrl, region, people } = aws.organisation;
process.stdout.write(
  `${JSON.stringify({
    url: aws.url,
    endpoints: aws.endpoints,
    environment: aws.environment(),
    startUrl,
    region,
    people,
  })}\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void aws.close());

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`--${name} takes a whole number, not '${text}'`);
  return Number(text);
}
