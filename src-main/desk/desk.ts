import type { z } from 'zod';
import type { DeskCommand, DeskContract } from '../contract.ts';
import type { AnyCall } from '../door/runCommand.ts';
import type { deskState } from '../contract/deskContract.ts';

export type DeskState = z.infer<typeof deskState>;

export type DeskCommands = {
  readonly [Name in DeskCommand]: (
    input: z.output<DeskContract[Name]['input']>,
    call: AnyCall,
  ) => Promise<z.output<DeskContract[Name]['output']>>;
};
