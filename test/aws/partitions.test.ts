/** GovCloud and China beside the commercial partition: nobody and nothing of one is known in another. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reservedRole } from './organisation.ts';
import { startAws, type Aws } from './standIn.ts';
import { samlIdentityProvider } from './sts/samlIdentityProvider.ts';
import { callIam } from './support/callIam.ts';
import { callSts, keysOf, type Keys, type StsAnswer } from './support/callSts.ts';
import { callUnsignedSts } from './support/callUnsignedSts.ts';
import { account, otherAccount, smallOrganisation } from './support/smallOrganisation.ts';
import { exchange, wire } from './support/wire.ts';

const idp = samlIdentityProvider('https://login.example.com/saml');

const places = [
  ['aws', 'eu-west-1', 'us-east-1'],
  ['aws-us-gov', 'us-gov-east-1', 'us-gov-west-1'],
  ['aws-cn', 'cn-northwest-1', 'cn-north-1'],
] as const;
type Place = (typeof places)[number][0];

let aws: Aws;
beforeAll(async () => {
  aws = await startAws({
    organisations: places.map(([partition, region]) => {
      const trust = { principals: [`arn:${partition}:iam::${account}:root`, '*'] };
      return smallOrganisation({
        region,
        startUrl: `https://${partition}.awsapps.com/start`,
        users: [{ accountId: account, name: partition }],
        roles: [
          { accountId: otherAccount, name: 'Ops', path: '/team/', trust },
          {
            accountId: otherAccount,
            name: 'Staff',
            trust: {
              principals: [],
              federated: { provider: `arn:${partition}:iam::${otherAccount}:saml-provider/Idp` },
            },
          },
        ],
        samlProviders: [{ accountId: otherAccount, name: 'Idp', ...idp }],
      });
    }),
  });
});
afterAll(async () => {
  expect(aws.unknownCalls).toEqual([]);
  await aws.close();
});

const whoAmI = (keys: Keys, region: string): Promise<StsAnswer> =>
  callSts(aws, keys, { Action: 'GetCallerIdentity' }, { region });
const opsOf = (partition: Place) => `arn:${partition}:iam::${otherAccount}:role/team/Ops`;
const assume = (keys: Keys, region: string, RoleArn: string): Promise<StsAnswer> =>
  callSts(aws, keys, { Action: 'AssumeRole', RoleSessionName: 'ada', RoleArn }, { region });

describe.each(places)('%s, in %s', (partition, region, mainRegion) => {
  const others = places.filter(([other]) => other !== partition);

  test('every ARN is of the partition, and the role path is in the request only', async () => {
    const user = aws.accessKeyOf(partition);
    expect((await whoAmI(user, region)).element('Arn')).toBe(
      `arn:${partition}:iam::${account}:user/${partition}`,
    );
    const role = await assume(user, region, opsOf(partition));
    const arn = `arn:${partition}:sts::${otherAccount}:assumed-role/Ops/ada`;
    expect([role.element('Arn'), (await whoAmI(keysOf(role), region)).element('Arn')]).toEqual([arn, arn]);
    const federated = await callSts(aws, user, { Action: 'GetFederationToken', Name: 'grace' }, { region });
    expect(federated.element('Arn')).toBe(`arn:${partition}:sts::${account}:federated-user/grace`);
  });

  test('keys, sessions and endpoints of other partitions know nothing of it', async () => {
    const user = aws.accessKeyOf(partition);
    const session = keysOf(await assume(user, region, opsOf(partition)));
    for (const [, otherRegion, otherMain] of others) {
      for (const keys of [user, session]) {
        expect((await whoAmI(keys, otherRegion)).code).toBe('InvalidClientTokenId');
        const iam = await callIam(aws, keys, { Action: 'ListAccountAliases' }, { region: otherMain });
        expect(iam.code).toBe('InvalidClientTokenId');
      }
    }
    const own = await callIam(aws, user, { Action: 'GetUser' }, { region: mainRegion });
    expect(own.element('Arn')).toBe(`arn:${partition}:iam::${account}:user/${partition}`);
    const endpoint = aws.endpointsIn(region).iam;
    expect((await callIam(aws, user, { Action: 'GetUser' }, { endpoint, region: mainRegion })).status).toBe(
      200,
    );
  });

  test("another partition's role is denied, even if it trusts everybody", async () => {
    const user = aws.accessKeyOf(partition);
    for (const [other] of others) {
      const { status, message } = await assume(user, region, opsOf(other));
      expect([status, message]).toEqual([
        403,
        `User: arn:${partition}:iam::${account}:user/${partition} is not authorized to perform: sts:AssumeRole on resource: ${opsOf(other)}`,
      ]);
    }
  });

  test("Identity Center's role is of the partition, and its console too", async () => {
    const organisation = aws.organisations.find((one) => one.region === region)!;
    const client = wire({ ...aws, organisation }, aws.endpointsIn(region));
    const { accessToken } = await client.signIn();
    const { body } = await client.portal(
      `/federation/credentials?account_id=${account}&role_name=Admin`,
      accessToken,
    );
    const keys = body['roleCredentials'] as Keys;
    const { arn, name } = reservedRole(organisation, account, 'Admin');
    expect(arn).toMatch(new RegExp(`^arn:${partition}:iam::`));
    expect((await whoAmI(keys, region)).element('Arn')).toMatch(
      `arn:${partition}:sts::${account}:assumed-role/${name}/`,
    );
    const hosts = {
      aws: 'console.aws.amazon.com',
      'aws-us-gov': 'console.amazonaws-us-gov.com',
      'aws-cn': 'console.amazonaws.cn',
    };
    const Session = JSON.stringify({
      sessionId: keys.accessKeyId,
      sessionKey: keys.secretAccessKey,
      sessionToken: keys.sessionToken,
    });
    const signInToken = (where: string) => federation(where, { Action: 'getSigninToken', Session });
    for (const [place, placeRegion, main] of places) {
      expect((await signInToken(placeRegion)).status).toBe(place === partition ? 200 : 400);
      const token = await signInToken(region);
      const page = await federation(region, {
        Action: 'login',
        SigninToken: String(token.body['SigninToken']),
        Destination: `https://${hosts[place]}/`,
      });
      expect(page.status).toBe(place === partition ? 200 : 400);
      if (place === partition) expect(page.text).toContain(`<dd id="region">${main}<`);
    }
  });

  test("an assertion is for the partition's sign-in page", async () => {
    const role = `arn:${partition}:iam::${otherAccount}:role/Staff`;
    const provider = `arn:${partition}:iam::${otherAccount}:saml-provider/Idp`;
    const claims = {
      now: aws.clock.now(),
      subject: 'grace',
      sessionName: 'grace',
      roles: [[role, provider]] as const,
    };
    const hosts = {
      aws: 'signin.aws.amazon.com',
      'aws-us-gov': 'signin.amazonaws-us-gov.com',
      'aws-cn': 'signin.amazonaws.cn',
    };
    for (const [place, otherRegion] of places) {
      for (const host of [hosts[place], `${otherRegion}.${hosts[place]}`]) {
        const page = `https://${host}/saml`;
        const answer = await callUnsignedSts(aws, {
          Action: 'AssumeRoleWithSAML',
          RoleArn: role,
          PrincipalArn: provider,
          SAMLAssertion: idp.respond({ ...claims, recipient: page, audience: page }),
        });
        expect(answer.status).toBe(place === partition ? 200 : 400);
      }
    }
  });
});

const federation = (region: string, parameters: Record<string, string>) =>
  exchange(`${aws.endpointsIn(region).signin}/federation?${new URLSearchParams(parameters).toString()}`);
