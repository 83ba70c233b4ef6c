import { describe, expect, it } from 'vitest';
import { readSamlResponse } from '../../src-main/adapters/samlResponse.ts';
import { companySaml, samlArn } from '../aws/support/federatedOrganisation.ts';
import { otherAccount, roleArnOf } from '../aws/support/smallOrganisation.ts';

const role = roleArnOf('Staff', '/company/');
const now = Date.parse('2026-03-01T10:00:00Z');
const honest = {
  now,
  subject: 'ada',
  roles: [[role, samlArn] as const],
  sessionName: 'ada@example.com',
};
const xml = Buffer.from(companySaml.respond(honest), 'base64').toString();
const encoded = (text: string): string => Buffer.from(text).toString('base64');
/** The honest response with one part changed. */
const changed = (from: string | RegExp, to: string) => {
  const text = xml.replace(from, to);
  expect(text).not.toBe(xml);
  return () => readSamlResponse(encoded(text));
};
const withRoles = (...values: string[]) =>
  readSamlResponse(
    companySaml.respond({ ...honest, roles: values.map((value) => value.split(',') as never) }),
  ).roles;
const refused = (why: RegExp): unknown =>
  expect.objectContaining({ code: 'federation-refused', message: expect.stringMatching(why) as string });
const assertionOf = (text: string): string => /<saml:Assertion .*<\/saml:Assertion>/s.exec(text)![0];

describe('a SAML response', () => {
  it('offers its roles, the length and name of the session, and says until when', () => {
    const response = companySaml.respond({
      ...honest,
      sessionDuration: '28800',
      sessionNotOnOrAfter: now + 3_600_000,
    });
    expect(readSamlResponse(response)).toEqual({
      roles: [{ roleArn: role, providerArn: samlArn }],
      sessionDuration: 28_800,
      sessionName: 'ada@example.com',
      notOnOrAfter: now + 300_000,
      sessionNotOnOrAfter: now + 3_600_000,
    });
  });

  it('leaves out what AWS would not take, and takes each pair once, in either order', () => {
    const foreign = samlArn.replace(otherAccount, '999999999999');
    const pair = { roleArn: role, providerArn: samlArn };
    expect(withRoles(`${samlArn},${role}`, ` ${role} , ${samlArn} `)).toEqual([pair]);
    expect(withRoles(`${role},${samlArn}`, `${role},${foreign}`, role, `a,b`, `${role},${role}`)).toEqual([
      pair,
    ]);
    expect(() => withRoles(`${role},${foreign}`)).toThrow(refused(/offers no role/));
    expect(withRoles(`${role}A,B,${samlArn}`)).toEqual([{ ...pair, roleArn: `${role}A,B` }]);
  });

  it('ignores a duration and a name that AWS would refuse', () => {
    for (const sessionDuration of ['899', '43201', '1e3', '-900', '']) {
      expect(
        readSamlResponse(companySaml.respond({ ...honest, sessionDuration })).sessionDuration,
      ).toBeNull();
    }
    expect(readSamlResponse(companySaml.respond({ ...honest, sessionName: 'a b' })).sessionName).toBeNull();
  });

  it('is read by namespaces, whatever their prefixes', () => {
    expect(changed(/saml:/g, 'x:')).toThrow();
    const renamed = xml.replaceAll('saml:', 'x:').replaceAll('xmlns:saml=', 'xmlns:x=');
    expect(readSamlResponse(encoded(renamed)).roles).toHaveLength(1);
    expect(changed(/xmlns:saml="[^"]*"/g, 'xmlns:saml="urn:other"')).toThrow(refused(/assertion/));
  });

  it('keeps the text on both sides of a comment, and reads characters written by number', () => {
    expect(changed('role/company/Staff', 'role/company/St<!-- x -->aff')().roles[0]?.roleArn).toBe(role);
    expect(changed('role/company/Staff', 'role&#x2F;company&#47;<![CDATA[Staff]]>')().roles[0]?.roleArn).toBe(
      role,
    );
    expect(
      changed('ada@example.com</saml:AttributeValue>', 'ada@example.com<!---->.evil</saml:AttributeValue>')()
        .sessionName,
    ).toBe('ada@example.com.evil');
  });

  it('has exactly one assertion, where the response has it', () => {
    const assertion = assertionOf(xml);
    const other = assertion.replace('Staff', 'Admin');
    expect(changed('</samlp:Response>', `${other}</samlp:Response>`)).toThrow(refused(/one assertion/));
    expect(changed(assertion, `<samlp:Extensions>${assertion}</samlp:Extensions>`)).toThrow(
      refused(/one assertion/),
    );
    expect(changed('</saml:Subject>', `<x>${other}</x></saml:Subject>`)).toThrow(refused(/one assertion/));
    expect(changed(assertion, '')).toThrow(refused(/one assertion/));
    expect(changed('</samlp:Status>', `</samlp:Status>${xml}`)).toThrow(refused(/one SAML 2.0 Response/));
  });

  it('that is encrypted is AWS’s to read', () => {
    const encrypted = '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>';
    expect(changed(assertionOf(xml), encrypted)).toThrow(refused(/encrypted/));
  });

  it('of somebody who did not get in offers nothing', () => {
    expect(() => readSamlResponse(companySaml.respond({ ...honest, status: 'Responder' }))).toThrow(
      refused(/no success/),
    );
  });

  it('has no DTD and no entities: a billion laughs are none', () => {
    const laughs = `<!DOCTYPE r [<!ENTITY a "ha">${'bcdefghij'
      .split('')
      .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`)
      .join('')}]>`;
    const started = performance.now();
    expect(() => readSamlResponse(encoded(laughs + xml.replace('Staff', '&j;')))).toThrow(
      refused(/plain XML/),
    );
    expect(() => readSamlResponse(encoded(`<!DOCTYPE r SYSTEM "file:///etc/passwd">${xml}`))).toThrow(
      refused(/plain XML/),
    );
    expect(changed('Staff', '&nbsp;')).toThrow(refused(/plain XML/));
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('is base64 of well-formed text of at most 100,000 characters, and is never quoted', () => {
    const long = changed('</samlp:Response>', `<!--${'x'.repeat(80_000)}--></samlp:Response>`);
    expect(long).toThrow(refused(/100,000/));
    for (const odd of [
      '',
      'not base64',
      ` ${encoded(xml)}`,
      `${encoded(xml)}=`,
      encoded(xml).replace('A', '-'),
    ]) {
      expect(() => readSamlResponse(odd)).toThrow(refused(/base64/));
    }
    expect(() => readSamlResponse(Buffer.from([0xff, 0xfe, 0x3c]).toString('base64'))).toThrow(
      refused(/UTF-8/),
    );
    for (const text of [
      'hunter2',
      `${xml}hunter2`,
      xml.replace('</samlp:Response>', ''),
      `<hunter2>${'<a>'.repeat(200)}`,
    ]) {
      const thrown = caught(() => readSamlResponse(encoded(text)));
      expect(thrown).toMatchObject({ code: 'federation-refused' });
      expect(`${thrown.message} ${String(thrown.cause)}`).not.toContain('hunter2');
    }
  });
});

function caught(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
