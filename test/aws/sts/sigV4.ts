import { timingSafeEqual } from 'node:crypto';
import type { AwsRequest } from '../awsRequest.ts';
import type { AwsState } from '../awsState.ts';
import type { IssuedCredential } from '../issuedCredentials.ts';
import { partitionOf, partitions } from '../partition.ts';
import { principalPartition } from '../principal.ts';
import { parseAuthorization, type Authorization } from './authorizationHeader.ts';
import { canonicalRequest, signature } from './canonicalRequest.ts';
import { StsError } from './stsError.ts';

type SigningService = 'sts' | 'iam';

const windowMilliseconds = 15 * 60_000;

/**
 * Whose signature a request to `service` carries. The order of the checks is AWS's: it decides which of several
 * faults a client gets to hear of.
 * @throws StsError
 */
export function verifySigV4(request: AwsRequest, service: SigningService, state: AwsState): IssuedCredential {
  checkDecodable(request);
  const authorization = parseAuthorization(request);
  if (!authorization.signedHeaders.includes('host')) {
    mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const name of ['x-amz-date', 'x-amz-security-token']) {
    if (request.headers[name] !== undefined && !authorization.signedHeaders.includes(name)) {
      mismatch(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
  checkTime(authorization.signedAt, state.clock.now());
  const [keyId, scope] = readScope(authorization, request, service);
  const credential = lookUp(keyId, scope.region, request, state);
  const canonical = canonicalRequest(
    { ...request, headers: request.rawHeaders },
    authorization.signedHeaders,
  );
  const expected = signature(credential.secretAccessKey, scope, authorization.signedAt, canonical);
  if (!equal(expected, authorization.signature)) {
    mismatch(
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  credential.lastUsed = { at: state.clock.now(), service, region: scope.region };
  return credential;
}

function checkDecodable({ rawPath, rawQuery }: AwsRequest): void {
  const decodable = (text: string): boolean => {
    try {
      decodeURIComponent(text);
      return true;
    } catch {
      return false;
    }
  };
  if (!decodable(rawPath)) throw new StsError('InvalidURIPath', 'The path cannot be decoded');
  if (!decodable(rawQuery)) throw new StsError('MalformedQueryString', 'The query cannot be decoded');
}

/** Fifteen minutes either way by AWS's clock. */
function checkTime(signedAt: string, now: number): void {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signedAt);
  const [, year, month, day, hour, minute, second] = match ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(at)) {
    throw new StsError(
      'IncompleteSignature',
      `Date must be in ISO-8601 'basic format'. Got '${signedAt}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const server = basicDate(now);
  if (at < now - windowMilliseconds) {
    const limit = basicDate(now - windowMilliseconds);
    mismatch(`Signature expired: ${signedAt} is now earlier than ${limit} (${server} - 15 min.)`);
  }
  if (at > now + windowMilliseconds) {
    const limit = basicDate(now + windowMilliseconds);
    mismatch(`Signature not yet current: ${signedAt} is still later than ${limit} (${server} + 15 min.)`);
  }
}

function readScope(
  { credential, signedAt }: Authorization,
  request: AwsRequest,
  expectedService: SigningService,
): [keyId: string, { date: string; region: string; service: string }] {
  const parts = credential.split('/');
  const [keyId = '', date = '', region = '', service = '', terminator = ''] = parts;
  if (parts.length !== 5) {
    throw new StsError(
      'IncompleteSignature',
      'Credential must have exactly 5 slash-delimited elements, ' +
        `e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  const today = signedAt.slice(0, 8);
  const faults = [
    isRightRegion(region, request, expectedService)
      ? ''
      : `Credential should be scoped to a valid region, not '${region}'. `,
    service === expectedService
      ? ''
      : `Credential should be scoped to correct service: '${expectedService}'. `,
    terminator === 'aws4_request'
      ? ''
      : `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
    date === today
      ? ''
      : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${today}', from '${signedAt}'. `,
  ].join('');
  if (faults !== '') mismatch(faults.trimEnd());
  return [keyId, { date, region, service }];
}

function isRightRegion(given: string, { regional, region }: AwsRequest, service: SigningService): boolean {
  if (service === 'sts') return regional ? given === region : partitionOf(given) !== undefined;
  const partition = partitionOf(regional ? region : given);
  return partition !== undefined && given === partitions[partition].mainRegion;
}

/** A key of another partition is as unknown as one that was never made. */
function lookUp(
  keyId: string,
  region: string,
  request: AwsRequest,
  { clock, credentials }: AwsState,
): IssuedCredential {
  const token = request.headers['x-amz-security-token'];
  const credential = credentials.find(keyId, typeof token === 'string' ? token : null);
  if (credential === undefined || principalPartition(credential.principal) !== partitionOf(region)) {
    throw invalidClientToken();
  }
  if (credential.expiresAt !== null && clock.now() >= credential.expiresAt) {
    throw new StsError('ExpiredToken', 'The security token included in the request is expired');
  }
  return credential;
}

export const invalidClientToken = (): StsError =>
  new StsError('InvalidClientTokenId', 'The security token included in the request is invalid');

const basicDate = (epoch: number): string => new Date(epoch).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function mismatch(message: string): never {
  throw new StsError('SignatureDoesNotMatch', message);
}
