import { connect, type Socket } from 'node:net';
import { marshal, unmarshal, type DbusValue } from './dbusMarshal.ts';

export interface DbusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Left out for calls without arguments. */
  readonly signature?: string;
  readonly values?: readonly DbusValue[];
}

export interface DbusSignal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly values: readonly DbusValue[];
}

export interface DbusConnection {
  /** @throws DbusError what the other side answered, Error when the bus went away */
  call(request: DbusCall): Promise<readonly DbusValue[]>;
  onSignal(listener: (signal: DbusSignal) => void): void;
  close(): void;
}

/** An error answer; `name` is D-Bus's, such as `org.freedesktop.DBus.Error.ServiceUnknown`. */
export class DbusError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const methodCall = 1;
const methodReturn = 2;
const signalMessage = 4;

/** Header fields by their number in the D-Bus specification. */
const field = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  destination: 6,
  signature: 8,
};
const headerSignature = 'yyyyuua(yv)';
/** The specification's own limit. */
const longestMessage = 134_217_728;

interface Message {
  readonly type: number;
  readonly fields: ReadonlyMap<number, DbusValue>;
  readonly values: readonly DbusValue[];
}

/**
 * A connection to a message bus over a Unix socket: method calls and signals, nothing else. Written here because
 * the packages for it bring XML and stream libraries into the one process that holds every secret.
 * @throws Error when no address leads to a bus, or it does not let this user in
 */
export async function connectDbus(address: string): Promise<DbusConnection> {
  const socket = await connectSocket(address);
  await authenticate(socket);
  const connection = speakDbus(socket);
  try {
    await connection.call({ ...messageBus, member: 'Hello' });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function speakDbus(socket: Socket): DbusConnection {
  const pending = new Map<number, (answer: Message | Error) => void>();
  const listeners: ((signal: DbusSignal) => void)[] = [];
  let serial = 0;

  const fail = (error: Error) => {
    for (const settle of pending.values()) settle(error);
    pending.clear();
    socket.destroy();
  };
  const dispatch = (message: Message) => {
    if (message.type === signalMessage) for (const listener of listeners) listener(signalOf(message));
    const answered = message.fields.get(field.replySerial);
    if (typeof answered !== 'number') return;
    pending.get(answered)?.(message);
    pending.delete(answered);
  };
  socket.on('error', fail);
  socket.on('close', () => {
    fail(closed());
  });
  socket.on('data', messageReader(dispatch, fail));

  return {
    call: async (request) => {
      if (socket.destroyed) throw closed();
      serial += 1;
      const number = serial;
      const answer = await new Promise<Message | Error>((resolve) => {
        pending.set(number, resolve);
        socket.write(encodeCall(request, number));
      });
      if (answer instanceof Error) throw answer;
      if (answer.type === methodReturn) return answer.values;
      throw new DbusError(text(answer.fields.get(field.errorName)), text(answer.values[0]));
    },
    onSignal: (listener) => listeners.push(listener),
    close: () => socket.destroy(),
  };
}

function closed(): Error {
  return new Error('The session bus closed the connection');
}

/** The bus itself, as the receiver of a call. */
export const messageBus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

function text(value: DbusValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function signalOf({ fields, values }: Message): DbusSignal {
  return {
    path: text(fields.get(field.path)),
    interface: text(fields.get(field.interface)),
    member: text(fields.get(field.member)),
    values,
  };
}

function encodeCall(request: DbusCall, serial: number): Buffer {
  const body = marshal(request.signature ?? '', request.values ?? []);
  const fields: [number, string, string][] = [
    [field.path, 'o', request.path],
    [field.interface, 's', request.interface],
    [field.member, 's', request.member],
    [field.destination, 's', request.destination],
  ];
  if (request.signature) fields.push([field.signature, 'g', request.signature]);
  const header = marshal(headerSignature, [
    ...[0x6c, methodCall, 0, 1, body.length, serial],
    fields.map(([number, signature, value]) => [number, { signature, value }]),
  ]);
  return Buffer.concat([header, Buffer.alloc(-header.length & 7), body]);
}

/** Cuts the stream into messages. */
function messageReader(
  dispatch: (message: Message) => void,
  fail: (error: Error) => void,
): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    try {
      for (let length = messageLength(rest); length <= rest.length; length = messageLength(rest)) {
        dispatch(decode(rest.subarray(0, length)));
        rest = rest.subarray(length);
      }
    } catch (error) {
      fail(new Error('The session bus sent something that is not D-Bus', { cause: error }));
    }
  };
}

/** Infinity until enough has come to tell. */
function messageLength(buffer: Buffer): number {
  if (buffer.length < 16) return Infinity;
  const [, , , , bodyLength, , fieldsLength] = unmarshal('yyyyuuu', buffer, buffer[0] === 0x6c);
  const length = Math.ceil((16 + Number(fieldsLength)) / 8) * 8 + Number(bodyLength);
  if (length > longestMessage) throw new RangeError('A D-Bus message is longer than allowed');
  return length;
}

function decode(buffer: Buffer): Message {
  const littleEndian = buffer[0] === 0x6c;
  const [, type, , , bodyLength, , fieldList] = unmarshal(headerSignature, buffer, littleEndian);
  const fields = new Map(
    (fieldList as [number, { value: DbusValue }][]).map(([number, { value }]) => [number, value]),
  );
  const signature = text(fields.get(field.signature));
  const bodyAt = buffer.length - Number(bodyLength);
  return { type: Number(type), fields, values: unmarshal(signature, buffer, littleEndian, bodyAt) };
}

async function connectSocket(address: string): Promise<Socket> {
  const paths = address.split(';').flatMap(socketPath);
  if (paths.length === 0) throw new Error('The session bus has no address of a Unix socket');
  const errors: unknown[] = [];
  for (const path of paths) {
    try {
      return await new Promise<Socket>((resolve, reject) => {
        const socket = connect(path, () => {
          socket.off('error', reject);
          resolve(socket);
        });
        socket.once('error', reject);
      });
    } catch (error) {
      errors.push(error);
    }
  }
  throw new Error('The session bus could not be reached', { cause: errors[0] });
}

function socketPath(address: string): readonly string[] {
  const found = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(address);
  if (!found?.[2]) return [];
  const path = decodeURIComponent(found[2]);
  return [found[1] === 'abstract' ? `\0${path}` : path];
}

/** SASL EXTERNAL: the bus asks the kernel who is at the other end, so the name to send is left empty. */
function authenticate(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = () => {
      reject(new Error('The session bus did not let this user in'));
      socket.destroy();
    };
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (!answer.endsWith('\r\n')) return;
      if (answer === 'DATA\r\n') socket.write('DATA\r\n');
      else if (/^OK [0-9a-f]+\r\n$/.test(answer)) {
        socket.off('close', refuse).off('error', refuse).removeAllListeners('data');
        socket.write('BEGIN\r\n');
        resolve();
      } else refuse();
      answer = '';
    });
    socket.once('error', refuse).once('close', refuse);
    socket.write('\0AUTH EXTERNAL\r\n');
  });
}
