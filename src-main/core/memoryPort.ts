/**
 * What Latchkey remembers in its own home beside the settings: no secrets. A document that cannot be read is set
 * aside and `undefined` is the answer.
 */
export interface Memory {
  read(document: MemoryDocument): Promise<unknown>;
  write(document: MemoryDocument, value: unknown): Promise<void>;
}

export type MemoryDocument =
  | 'account-roles'
  | 'deliveries'
  | 'undo'
  | 'recents'
  | 'console-services'
  | 'people'
  | 'synced'
  | 'federated-roles'
  | 'role-limits'
  | 'team-file'
  | 'named-roles';
