import { AppError } from '../errors.ts';

export function storeChosen(chosen: string): AppError {
  return new AppError('store-already-chosen', `This home keeps its secrets in the store “${chosen}”.`, {
    hint: 'The choice is made once a home; use another home (LATCHKEY_HOME) for another store.',
  });
}
