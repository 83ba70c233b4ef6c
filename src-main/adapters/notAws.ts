import { AppError } from '../core/errors.ts';

/** For an answer that could be read but is not AWS's: a captive portal also answers 200. */
export const notAws = (): AppError =>
  new AppError('not-aws', 'The answer is not what AWS would say.', {
    hint: 'Check the network and the proxy; try again in a moment.',
  });
