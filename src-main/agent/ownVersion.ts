/** The version that the build put in; sources that run unbuilt have none of their own. */
export const ownVersion = typeof __LATCHKEY_VERSION__ === 'undefined' ? '0.0.0' : __LATCHKEY_VERSION__;
