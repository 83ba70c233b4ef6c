interface Row {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly origin: string;
  readonly ssoSession: string | null;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly roleName: string;
  readonly labels: readonly string[];
  readonly asksFirst: boolean;
  readonly alias?: string | undefined;
  readonly hidden?: string | undefined;
}

/** Whether two rows say the same. A changed chain keeps its id, and may end elsewhere. */
export function isSameRow(row: Row, other: Row | undefined): boolean {
  if (row === other) return true;
  return (
    other?.id === row.id &&
    other.name === row.name &&
    other.accountName === row.accountName &&
    other.accountId === row.accountId &&
    other.roleName === row.roleName &&
    other.origin === row.origin &&
    other.ssoSession === row.ssoSession &&
    other.kind === row.kind &&
    other.asksFirst === row.asksFirst &&
    other.alias === row.alias &&
    other.hidden === row.hidden &&
    other.labels.length === row.labels.length &&
    other.labels.every((label, at) => label === row.labels[at])
  );
}
