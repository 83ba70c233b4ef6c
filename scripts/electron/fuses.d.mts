/** The whole wire of what is shipped, by fuse. @param platform as Node calls it */
export declare function fuseTable(platform: string): Readonly<Record<number, boolean>>;
