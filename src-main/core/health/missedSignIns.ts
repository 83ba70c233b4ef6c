interface UsedProfile {
  readonly id: string;
  readonly ssoSession: string | null;
}

/**
 * Sign-ins that ended and that somebody misses: their profiles are in use, or no other sign-in is left. One of
 * several that is not used today asks for nothing.
 */
export function missedSignIns<SignIn extends { readonly ssoSession: string; readonly state: string }>(
  live: { readonly signIns: readonly SignIn[]; readonly delivered: readonly { readonly id: string }[] },
  rows: readonly UsedProfile[],
): readonly SignIn[] {
  const ended = live.signIns.filter(({ state }) => state === 'ended');
  if (ended.length === 0) return [];
  if (!live.signIns.some(({ state }) => state.startsWith('signed-in'))) return ended;
  const delivered = new Set(live.delivered.map(({ id }) => id));
  const used = new Set(rows.filter(({ id }) => delivered.has(id)).map(({ ssoSession }) => ssoSession));
  return ended.filter(({ ssoSession }) => used.has(ssoSession));
}
