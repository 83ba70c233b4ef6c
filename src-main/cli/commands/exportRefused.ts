import { AppError } from '../../core/errors.ts';
import type { AddCommand } from '../program.ts';

/** In every other tool the word means credentials; ours would be settings. */
export const exportRefused: AddCommand = (program) => {
  program
    .command('export', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(() => {
      throw new AppError('bad-input', '“export” could mean two things.', {
        hint: 'Keys for your shell: latchkey env PROFILE. Settings: latchkey settings export.',
      });
    });
};
