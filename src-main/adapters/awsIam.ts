import type * as Library from '@aws-sdk/client-iam';
import { z } from 'zod';
import type { AccessKeyListing, Iam, IamRequest } from '../core/ports.ts';
import type { AwsClients } from './awsClients.ts';
import { toRefusal } from './awsRefusal.ts';
import { notAws } from './notAws.ts';
import { longestCallMs } from './transport.ts';
import { within } from './within.ts';
import { withRightTime } from './withRightTime.ts';

interface Call<Schema extends z.ZodType> {
  readonly name: string;
  readonly request: IamRequest;
  readonly answer: Schema;
  readonly signal: AbortSignal | undefined;
  readonly send: (
    client: Library.IAMClient,
    commands: typeof Library,
    options: { abortSignal: AbortSignal },
  ) => Promise<unknown>;
}

/** IAM through the SDK, which is loaded at the first call: few people rotate keys, all of them start Latchkey. */
export function createAwsIam(clients: AwsClients): Iam {
  const ask = <Schema extends z.ZodType>(call: Call<Schema>) => askIam(clients, call);
  return {
    listMfaDevices: (request, signal) =>
      allPages(async (marker) => {
        const { MFADevices, ...next } = await ask({
          ...{ name: 'ListMFADevices', request, signal, answer: devicesAnswer },
          send: (client, { ListMFADevicesCommand }, options) =>
            client.send(new ListMFADevicesCommand({ UserName: request.userName, ...marker }), options),
        });
        return { rows: MFADevices.map(({ SerialNumber }) => SerialNumber), ...next };
      }),

    listAccessKeys: (request, signal) =>
      allPages(async (marker) => {
        const { AccessKeyMetadata, ...next } = await ask({
          ...{ name: 'ListAccessKeys', request, signal, answer: keysAnswer },
          send: (client, { ListAccessKeysCommand }, options) =>
            client.send(new ListAccessKeysCommand({ UserName: request.userName, ...marker }), options),
        });
        return { rows: AccessKeyMetadata.map(listing), ...next };
      }),

    async createAccessKey(request, signal) {
      const { AccessKey } = await ask({
        ...{ name: 'CreateAccessKey', request, signal, answer: newKeyAnswer },
        send: (client, { CreateAccessKeyCommand }, options) =>
          client.send(new CreateAccessKeyCommand({ UserName: request.userName }), options),
      });
      return { keyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
    },

    async deactivateAccessKey({ keyId, ...request }, signal) {
      const input = { UserName: request.userName, AccessKeyId: keyId, Status: 'Inactive' } as const;
      await ask({
        ...{ name: 'UpdateAccessKey', request, signal, answer: z.unknown() },
        send: (client, { UpdateAccessKeyCommand }, options) =>
          client.send(new UpdateAccessKeyCommand(input), options),
      });
    },
  };
}

async function askIam<Schema extends z.ZodType>(
  clients: AwsClients,
  { name, request: { region, credentials: keys }, answer, signal, send }: Call<Schema>,
): Promise<z.output<Schema>> {
  try {
    const commands = await import('@aws-sdk/client-iam');
    const sent = await withRightTime(clients.time, async () => {
      const client = await clients.iam(region, keys);
      try {
        return await send(client, commands, { abortSignal: within(longestCallMs, signal) });
      } finally {
        client.destroy();
      }
    });
    const parsed = answer.safeParse(sent);
    if (!parsed.success) throw notAws();
    return parsed.data;
  } catch (error) {
    throw toRefusal(error, { name, secrets: [keys.secretAccessKey, keys.sessionToken] });
  }
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** A user has at most two keys and eight devices: more pages than this are no answer of AWS's. */
const mostPages = 20;

async function allPages<Row>(
  read: (marker: { readonly Marker?: string }) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let marker: { readonly Marker?: string } = {};
  for (let page = 0; page < mostPages; page += 1) {
    const { rows: more, IsTruncated, Marker } = await read(marker);
    rows.push(...more);
    if (IsTruncated !== true) return rows;
    if (Marker === undefined || Marker === '') break;
    marker = { Marker };
  }
  throw notAws();
}

const text = z.string().min(1);
const paging = { IsTruncated: z.boolean().optional(), Marker: z.string().optional() };
const devicesAnswer = z.object({
  // An empty list comes without the member.
  MFADevices: z.array(z.object({ SerialNumber: text })).default([]),
  ...paging,
});
const keyMetadata = z.object({ AccessKeyId: text, Status: text, CreateDate: z.date() });
const keysAnswer = z.object({ AccessKeyMetadata: z.array(keyMetadata).default([]), ...paging });
const newKeyAnswer = z.object({ AccessKey: z.object({ AccessKeyId: text, SecretAccessKey: text }) });

const listing = ({ AccessKeyId, Status, CreateDate }: z.infer<typeof keyMetadata>): AccessKeyListing => ({
  keyId: AccessKeyId,
  active: Status === 'Active',
  createdAt: CreateDate.getTime(),
});
