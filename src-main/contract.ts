/**
 * The one contract: every command with its input and output, every event. The window's IPC door and the local
 * socket both serve it; nothing is declared twice. Only types leave this file for the window and the command line.
 */
import type { z } from 'zod';
import { credentialContract } from './contract/credentialContract.ts';
import { deliveryContract } from './contract/deliveryContract.ts';
import { listContract, type profileRow } from './contract/listContract.ts';
import { ownerContract } from './contract/ownerContract.ts';
import { settingsContract } from './contract/settingsContract.ts';
import type { Shape } from './contract/shapes.ts';
import { signInContract } from './contract/signInContract.ts';

export type { Door } from './contract/shapes.ts';

export const contract = {
  ...signInContract,
  ...listContract,
  ...deliveryContract,
  ...credentialContract,
  ...ownerContract,
  ...settingsContract,
} as const satisfies Record<string, Shape>;

export type Contract = typeof contract;
export type CommandName = keyof Contract;
export type Input<Name extends CommandName> = z.input<Contract[Name]['input']>;
export type ParsedInput<Name extends CommandName> = z.output<Contract[Name]['input']>;
export type Output<Name extends CommandName> = z.output<Contract[Name]['output']>;
export type Progress<Name extends CommandName> = Contract[Name] extends {
  readonly progress: infer P extends z.ZodType;
}
  ? z.output<P>
  : never;

export type ProfileRow = z.infer<typeof profileRow>;

/** What a door turns an AppError into; the same on both doors. */
export interface ErrorAnswer {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: readonly string[];
}
