import { connect } from 'node:net';
import { checkSocket } from './privateFolder.ts';

/**
 * Whether somebody of ours listens at this socket.
 * @throws AppError agent-unreachable when it is not private
 */
export async function accepts(socket: string): Promise<boolean> {
  if (!checkSocket(socket)) return false;
  return new Promise((resolve) => {
    const connection = connect(socket);
    const end = (answer: boolean) => {
      connection.destroy();
      resolve(answer);
    };
    connection.once('connect', () => {
      end(true);
    });
    connection.once('error', () => {
      end(false);
    });
  });
}
