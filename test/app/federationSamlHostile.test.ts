import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandAtSocket } from '../../src-main/agent/commandAtSocket.ts';
import { readSamlResponse } from '../../src-main/adapters/samlResponse.ts';
import { parseRoleArn, partsOfRoleArn } from '../../src-main/core/arn.ts';
import { AppError } from '../../src-main/core/errors.ts';
import { samlProviderArn } from '../aws/organisation.ts';
import { samlIdentityProvider, type SamlClaims } from '../aws/sts/samlIdentityProvider.ts';
import { companySaml } from '../aws/support/federatedOrganisation.ts';
import { account, otherAccount } from '../aws/support/smallOrganisation.ts';
import { startFederation, type Federation } from '../aws/support/startFederation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { fc } from '../support/fc.ts';

let company: Federation;
let at: AppOnAws;

beforeAll(async () => {
  company = await startFederation();
});
afterAll(() => company.close());
beforeEach(async () => {
  at = await createAppOnAws(company.aws);
  await addSource('company');
  return () => at.remove();
});

const addSource = (name: string) =>
  at.app.addSource(
    { source: { kind: 'saml', name, region: 'eu-west-1', from: { kind: 'pasted' } } },
    quietly,
  );
const present = (assertion: string, source = 'company') =>
  at.app.presentAssertion({ source, assertion }, quietly);
const accept = (accepts: readonly string[], source = 'company') =>
  at.app.acceptProvider({ source, accepts: [...accepts] }, quietly);

/** What a response names that was not there before. */
async function newIn(assertion: string): Promise<readonly string[]> {
  const refused: unknown = await present(assertion).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'other-provider' });
  return (refused as AppError).details;
}

type Pair = readonly [role: string, provider: string];
const pairOf = (accountId: string, provider = 'Company'): Pair => [
  `arn:aws:iam::${accountId}:role/company/Staff`,
  samlProviderArn({ accountId, name: provider }),
];
const home = pairOf(account);
const second = pairOf(otherAccount);
const foreign = pairOf('666666666666');
const spare = pairOf(account, 'Spare');

const responseFor = (roles: readonly Pair[], change: Partial<SamlClaims> = {}): string =>
  companySaml.respond({
    ...{ now: company.aws.clock.now(), subject: 'ada', roles, sessionName: 'ada@example.com' },
    ...change,
  });
const changed = (change: (xml: string) => string): string =>
  Buffer.from(change(Buffer.from(responseFor([home]), 'base64').toString())).toString('base64');

/** What a sign-in leaves behind. */
const seen = async () => {
  const { sources } = await at.app.listSources({}, quietly);
  const { profiles } = await at.app.listProfiles({}, quietly);
  return {
    sources: sources.map(({ name, state, signedInAs, roles }) => [name, state, signedInAs, roles]),
    profiles: profiles.map(({ name }) => name).sort(),
    pins: at.settings().sources.map((source) => ('pins' in source ? source.pins : null)),
  };
};

describe('the providers and accounts of a SAML source', () => {
  it('are those of its first response', async () => {
    await present(responseFor([home, second]));
    expect((await seen()).pins).toEqual([
      { providerArns: [home[1], second[1]], accountIds: [account, otherAccount] },
    ]);
    await present(responseFor([second]));
    await present(responseFor([home, second]));
  });

  it.each([
    ['another account', [home, foreign], ['666666666666', foreign[1]]],
    ['another provider of the same account', [spare], [spare[1]]],
  ])('are asked about when there is %s, and nothing changes until then', async (_what, roles, odd) => {
    await present(responseFor([home]));
    const before = await seen();
    for (const again of ['first', 'again']) {
      const response = responseFor(roles, { subject: again, sessionName: 'mallory' });
      const refused: unknown = await present(response).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'other-provider' });
      expect([...(refused as AppError).details].sort()).toEqual([...odd].sort());
      expect(await seen()).toEqual(before);
    }
    const { signedInAs } = await accept(odd);
    expect(signedInAs).toBe('mallory');
    await present(responseFor(roles));
    await expect(accept(odd)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('grow by what the person was shown alone, once, and only while AWS would take it', async () => {
    await present(responseFor([home]));
    const shown = await newIn(responseFor([second]));
    // Another program's takes the place of the one that the person was asked about.
    const other = await newIn(responseFor([foreign], { sessionName: 'mallory' }));
    const both = await newIn(responseFor([second, foreign], { sessionName: 'mallory' }));
    for (const accepts of [shown, other, [], [...both, 'more']]) {
      await expect(accept(accepts)).rejects.toMatchObject({ code: 'other-provider', details: both });
    }
    expect((await seen()).pins[0]?.accountIds).toEqual([account]);
    await newIn(responseFor([second]));
    expect((await accept(shown)).roles.map(({ accountId }) => accountId)).toEqual([otherAccount]);
    await expect(accept(shown)).rejects.toMatchObject({ code: 'bad-input' });
    const late = await newIn(responseFor([foreign]));
    company.aws.clock.advance(301_000);
    await expect(accept(late)).rejects.toMatchObject({ code: 'bad-input' });
    expect((await seen()).pins[0]?.accountIds).toEqual([account, otherAccount]);
  });

  it('are told to the last one, and a response with more than anybody reads is refused', async () => {
    await present(responseFor([home]));
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => pairOf(String(700_000_000_000 + index)));
    const shown = await newIn(responseFor(many(100)));
    expect(shown).toHaveLength(200);
    await expect(present(responseFor([...many(100), spare]))).rejects.toMatchObject({
      code: 'federation-refused',
    });
    expect((await accept(shown)).roles).toHaveLength(100);
  });

  it('stay when the person signs in as before: what waited is gone', async () => {
    await present(responseFor([home]));
    await expect(present(responseFor([foreign]))).rejects.toMatchObject({ code: 'other-provider' });
    await present(responseFor([home]));
    await expect(accept([foreign[1], '666666666666'])).rejects.toMatchObject({
      code: 'bad-input',
      hint: 'Sign in again.',
    });
  });

  it('are one’s own: another source’s response is asked about, and accepted there alone', async () => {
    await addSource('partner');
    await present(responseFor([home]));
    await present(responseFor([second]), 'partner');
    const before = await seen();
    await expect(present(responseFor([home]), 'partner')).rejects.toMatchObject({ code: 'other-provider' });
    await expect(accept([home[1], account], 'company')).rejects.toMatchObject({ code: 'bad-input' });
    expect(await seen()).toEqual(before);
  });

  it('are not two when two first responses come at once', async () => {
    const both = await Promise.allSettled([present(responseFor([home])), present(responseFor([foreign]))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await seen()).pins[0]?.accountIds).toHaveLength(1);
  });

  it('are asked about after a restart too', async () => {
    await present(responseFor([home]));
    await expect(
      at.restarted().presentAssertion({ source: 'company', assertion: responseFor([foreign]) }, quietly),
    ).rejects.toMatchObject({ code: 'other-provider' });
  });
});

it('a SAML response from another program is not taken while the application runs', () => {
  expect(() => commandAtSocket('presentAssertion', false)).toThrow(AppError);
  expect(commandAtSocket('presentAssertion', true).name).toBe('presentAssertion');
});

const assertionOf = (xml: string): string => /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml)![0];
const dtd = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>';

describe('a SAML response that Latchkey can see through', () => {
  const hostile: readonly (readonly [string, () => string])[] = [
    ['expired', () => responseFor([home], { now: company.aws.clock.now() - 301_000 })],
    ['no success', () => responseFor([home], { status: 'Responder' })],
    ['without a role', () => responseFor([])],
    ['of roles that another account’s provider vouches for', () => responseFor([[home[0], second[1]]])],
    ['of what is no role', () => responseFor([['arn:aws:iam::123456789012:user/ada', home[1]]])],
    ['encrypted', () => changed((xml) => xml.replaceAll('saml:Assertion', 'saml:EncryptedAssertion'))],
    ['of two assertions', () => changed((xml) => xml.replace(assertionOf(xml), (one) => one + one))],
    [
      'wrapped around another assertion',
      () => changed((xml) => xml.replace('<samlp:Status>', (tag) => `<x>${assertionOf(xml)}</x>${tag}`)),
    ],
    ['with an entity of a file', () => changed((xml) => dtd + xml.replace('ada@example.com', '&file;'))],
    ['huge', () => changed((xml) => xml.replace('</samlp:Response>', (end) => ' '.repeat(90_000) + end))],
    [
      'nested deeply',
      () => changed((xml) => xml.replace('<samlp:Status>', (tag) => '<a>'.repeat(9000) + tag)),
    ],
    ['no XML', () => Buffer.from('SAMLResponse').toString('base64')],
    ['no base64', () => '<samlp:Response/>'],
  ];

  it.each(hostile)('%s signs nobody in and pins nothing', async (_what, response) => {
    const before = await seen();
    const refused: unknown = await present(response()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'federation-refused' });
    const { message, hint } = refused as AppError;
    expect(`${message} ${hint}`).not.toMatch(/ada@|arn:|root:|<saml/);
    expect(await seen()).toEqual(before);
    expect(before.pins).toEqual([null]);
  });
});

describe('a SAML response that AWS sees through', () => {
  const impostor = samlIdentityProvider(companySaml.issuer);
  const forged: readonly (readonly [string, () => string])[] = [
    [
      'of another signer',
      () =>
        impostor.respond({
          ...{ now: company.aws.clock.now(), subject: 'ada', roles: [home], sessionName: 'ada' },
        }),
    ],
    [
      'changed after it was signed',
      () => changed((xml) => xml.replace('ada@example.com', 'eve@example.com')),
    ],
    ['unsigned', () => changed((xml) => xml.replace(/<ds:Signature .*<\/ds:Signature>/, ''))],
    ['for another audience', () => responseFor([home], { audience: 'https://example.com' })],
    ['for another recipient', () => responseFor([home], { recipient: 'https://example.com/saml' })],
    ['without a session name', () => responseFor([home], { sessionName: null })],
  ];

  it.each(forged)('%s opens nothing, and AWS’s words say so', async (_what, response) => {
    const { roles } = await present(response());
    expect(roles).toHaveLength(1);
    const { links } = await at.app.testProfile({ profile: `company.${account}.Staff` }, quietly);
    expect(links).toMatchObject([
      {
        state: 'failed',
        arn: null,
        message:
          'AWS did not let this SAML sign-in assume the role Staff (123456789012): it did not take the token or assertion of the identity provider.',
      },
    ]);
    expect(links[0]?.denial?.causes[0]?.kind).toBe('provider');
    expect(links[0]?.denial?.whatAwsSaid).not.toBe('');
    await expect(at.app.credentials({ profile: `company.${account}.Staff` }, quietly)).rejects.toMatchObject({
      code: 'denied',
    });
  });
});

/** Elements and texts as a generator finds them, with pieces of the honest response among them. */
const name = fc.constantFrom(
  ...['samlp:Response', 'saml:Assertion', 'saml:Attribute', 'saml:AttributeValue', 'saml:AttributeStatement'],
  ...['samlp:Status', 'saml:EncryptedAssertion', 'saml:Conditions', 'x:y', '__proto__', 'constructor'],
);
const attribute = fc.constantFrom(
  ...['', ' Name="https://aws.amazon.com/SAML/Attributes/Role"', ' NotOnOrAfter="9999-99-99T00:00:00Z"'],
  ...[' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"', ' xmlns:x="__proto__"', ' toString="1"'],
);
const id = fc.constantFrom(account, otherAccount, '1', '');
const partition = fc.constantFrom('aws', 'aws-us-gov', 'aws-cn', 'x');
const arn = fc.oneof(
  fc
    .tuple(partition, id, fc.constantFrom('role/', 'role/a/b/', 'saml-provider/', 'user/', 'role', '/'))
    .map(([of, owner, kind]) => `arn:${of}:iam::${owner}:${kind}Staff`),
  fc.string({ maxLength: 20 }),
);
const text = fc.oneof(
  fc.array(arn, { maxLength: 3 }).map((arns) => arns.join(',')),
  fc.constantFrom(
    '&amp;',
    '&x;',
    '&#0;',
    '&#x110000;',
    '<!-- -->',
    '<![CDATA[,]]>',
    '<!DOCTYPE a>',
    '<?x?>',
    ']]>',
  ),
  fc.string({ maxLength: 10 }),
);
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      attribute,
      fc.array(fc.oneof({ depthSize: 'small' }, text, tie('element')), { maxLength: 3 }),
    )
    .map(([tag, given, inside]) => `<${tag}${given}>${inside.join('')}</${tag}>`),
}));

describe('whatever SAML response comes', () => {
  const honest = Buffer.from(
    companySaml.respond({ now: Date.now(), subject: 'ada', roles: [home, second], sessionName: 'ada' }),
    'base64',
  ).toString();
  const around = fc
    .tuple(fc.nat(honest.length), fc.nat(40), fc.oneof(element, text, fc.constant('')))
    .map(([from, length, piece]) => honest.slice(0, from) + piece + honest.slice(from + length));
  const asRole = text.map((value) =>
    honest.replace(/(<saml:AttributeValue>)[^<]*/, (_whole, tag: string) => tag + value),
  );

  it('it is refused in words, or offers roles with a provider of their own account', () => {
    let offered = 0;
    fc.assert(
      fc.property(fc.oneof(around, asRole, element), (xml) => {
        for (const { roleArn, providerArn } of rolesOf(xml)) {
          offered += 1;
          const role = partsOfRoleArn(parseRoleArn(roleArn));
          const own = `arn:${role.partition}:iam::${role.accountId}:saml-provider/`;
          expect(providerArn.slice(0, own.length)).toBe(own);
        }
      }),
      { numRuns: 1000 },
    );
    expect(offered).toBeGreaterThan(50);
  });
});

/** None where it is refused. */
function rolesOf(xml: string): readonly { readonly roleArn: string; readonly providerArn: string }[] {
  try {
    return readSamlResponse(Buffer.from(xml).toString('base64')).roles;
  } catch (error) {
    if (error instanceof AppError && error.code === 'federation-refused') return [];
    throw error;
  }
}
