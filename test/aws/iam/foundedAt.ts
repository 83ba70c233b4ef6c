/** Users, roles and devices are as old as their organisation. */
export const foundedAt = '2024-01-02T03:04:05Z';
