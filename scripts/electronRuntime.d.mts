export interface ElectronRuntime {
  readonly folder: string;
  /** Absolute path; started with the folder of an application it runs that. */
  readonly executable: string;
  /** Else it is the stand-in: never for real accounts. */
  readonly official: boolean;
  readonly problem?: undefined;
}

/** One sentence or two: why there is none, and what to do. */
export interface NoElectron {
  readonly executable?: undefined;
  readonly problem: string;
}

export function electronRuntime(): Promise<ElectronRuntime | NoElectron>;
export function electronFlags(): readonly string[];
