import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { diagnosticsText, type DiagnosticFacts } from '../../../src-main/core/health/diagnostics.ts';
import { settings as settingsSchema } from '../../../src-main/core/settings/settings.ts';
import { canariesOf } from '../../support/canaries.ts';
import { testMachine } from '../../support/testMachine.ts';

/** Letters that every setting takes, and that nothing else holds. */
const canary = (): string => randomBytes(30).toString('hex').slice(0, 48);
const names = [
  ...['ssoSession', 'startUrl', 'proxyPassword', 'noProxy', 'caBundle', 'endpoint', 'profileName'],
  ...['label', 'alias', 'hidden', 'teamFile', 'favourite', 'version', 'check'],
] as const;
const planted = Object.fromEntries(names.map((name) => [name, canary()])) as Record<
  (typeof names)[number],
  string
>;

const settings = settingsSchema.parse({
  ssoSessions: [
    {
      name: planted.ssoSession,
      startUrl: `https://${planted.startUrl}.awsapps.com/start`,
      region: 'eu-west-1',
    },
  ],
  proxy: `http://ana:${planted.proxyPassword}@proxy.example.com:3128`,
  noProxy: `${planted.noProxy}.example.com`,
  caBundle: `/home/ana/${planted.caBundle}.pem`,
  endpoints: { sts: `https://${planted.endpoint}.example.com` },
  profileName: `${planted.profileName}-{account}-{role}`,
  labels: [{ pattern: '*', label: planted.label.slice(0, 24) }],
  aliases: { x: planted.alias },
  hidden: { profiles: [planted.hidden] },
  teamFile: { path: `/srv/${planted.teamFile}.json` },
  favourites: [planted.favourite],
});

const facts: DiagnosticFacts = {
  version: '1.2.3',
  kind: 'application',
  machine: testMachine,
  clockOffset: 14 * 60_000,
  network: 'captive-portal',
  checks: [
    { kind: 'agent', state: 'ok' },
    { kind: 'network', state: 'failed' },
  ],
  counts: { 'sign-ins': 1, profiles: 42 },
  settings,
};

describe('the diagnostics', () => {
  it('tell versions, states, counts and choices', () => {
    const text = diagnosticsText(facts);
    expect(text).toContain('Latchkey 1.2.3, application\nlinux x64 6.1.0, Node 20.20.2\n');
    expect(text).toContain('Clock: This machine’s clock is 14 min behind AWS’s.\nNetwork: captive-portal\n');
    for (const line of [/^ {2}network +failed$/m, /^ {2}profiles +42$/m, /^ {2}proxy +set$/m])
      expect(text).toMatch(line);
    expect(text).toMatch(/^ {2}endpoints +1 of 5 set$/m);
  });

  it('hold nothing of what a person named, typed or keeps, in any encoding', () => {
    const canaries = canariesOf(Object.entries(planted).map(([kind, value]) => ({ kind, value })));
    const everything = { ...facts, planted: [planted.version, planted.check] };
    expect(new Set(canaries.inText('facts', JSON.stringify(everything)).map(({ kind }) => kind)).size).toBe(
      14,
    );
    const text = diagnosticsText({
      ...facts,
      // What should be a version or a kind is not believed to be one.
      version: planted.version,
      machine: { ...testMachine, release: `6.1 ${planted.version}`, arch: planted.version },
      checks: [{ kind: `network ${planted.check}`, state: planted.check }],
    });
    expect(canaries.inText('diagnostics', text)).toEqual([]);
    expect(text).not.toMatch(/eu-west-1|example\.com|\/home|@/);
  });
});
