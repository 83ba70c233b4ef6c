/**
 * The one contract: every command with its input and output, every event. The window's IPC door and the local
 * socket both serve it; nothing is declared twice. Only types leave this file for the window and the command line.
 */
import type { z } from 'zod';
import { consoleContract } from './contract/consoleContract.ts';
import { credentialContract } from './contract/credentialContract.ts';
import { deliveryContract } from './contract/deliveryContract.ts';
import { deskContract } from './contract/deskContract.ts';
import { endpointContract } from './contract/endpointContract.ts';
import { findingContract } from './contract/findingContract.ts';
import { guardContract } from './contract/guardContract.ts';
import { healthContract } from './contract/healthContract.ts';
import { iamUserContract } from './contract/iamUserContract.ts';
import { importContract } from './contract/importContract.ts';
import { listContract, type profileRow } from './contract/listContract.ts';
import { mfaContract } from './contract/mfaContract.ts';
import { ownerContract } from './contract/ownerContract.ts';
import { profileContract } from './contract/profileContract.ts';
import { settingsContract } from './contract/settingsContract.ts';
import type { Shape } from './contract/shapes.ts';
import { shellContract } from './contract/shellContract.ts';
import { signInContract } from './contract/signInContract.ts';
import { sourceContract } from './contract/sourceContract.ts';
import { snapshotContract, type listedProfile } from './contract/snapshotContract.ts';
import type { windowEvent } from './contract/windowEvent.ts';

export type { Shape } from './contract/shapes.ts';
export type { SignInBarState } from './contract/signInBar.ts';
export { rowsAtOnce, type FirstScreen } from './contract/windowEvent.ts';

export const contract = {
  ...signInContract,
  ...listContract,
  ...deliveryContract,
  ...credentialContract,
  ...consoleContract,
  ...ownerContract,
  ...settingsContract,
  ...snapshotContract,
  ...profileContract,
  ...iamUserContract,
  ...sourceContract,
  ...mfaContract,
  ...guardContract,
  ...endpointContract,
  ...importContract,
  ...healthContract,
  ...findingContract,
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

/** Everything that the window may ask: its part of the App, the desk, and the shell. */
export const windowContract = { ...contract, ...deskContract, ...shellContract } as const satisfies Record<
  string,
  Shape
>;

export type DeskContract = typeof deskContract;
export type DeskCommand = keyof DeskContract;
type WindowContract = typeof windowContract;
/** By its doors, so that a command of the socket alone cannot even be named in the window. */
export type WindowCommand = {
  [Name in keyof WindowContract]: 'window' extends WindowContract[Name]['doors'][number] ? Name : never;
}[keyof WindowContract];
export type WindowInput<Name extends WindowCommand> = z.input<WindowContract[Name]['input']>;
export type WindowOutput<Name extends WindowCommand> = z.output<WindowContract[Name]['output']>;
export type WindowEvent = z.infer<typeof windowEvent>;
export type ListedProfile = z.infer<typeof listedProfile>;
export type LiveView = Extract<WindowEvent, { kind: 'live' }>['live'];

export type ProfileView = Output<'showProfile'>['profile'];
export type ProfileTest = Output<'testProfile'>;
export type IamUserView = LiveView['iamUsers'][number];
export type SourceView = LiveView['sources'][number];
export type Question = LiveView['questions'][number];
export type JournalEntry = Output<'journal'>['entries'][number];
export type CodeWanted = LiveView['codesWanted'][number];
export type ProfileRow = z.infer<typeof profileRow>;

/** What a door turns an AppError into; the same on both doors. */
export interface ErrorAnswer {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: readonly string[];
}
