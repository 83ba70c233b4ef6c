/** Of package.json, put in by the build: app.getVersion() and a package's own file are not always there. */
declare const __LATCHKEY_VERSION__: string;
