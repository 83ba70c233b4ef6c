/** These let somebody else look into the application, run in it, or stand between it and the network. */
const refused = [
  // Debuggers, and what shows or records the insides
  ...['inspect', 'inspect-brk', 'inspect-brk-node', 'inspect-port', 'inspect-publish-uid', 'inspect-wait'],
  ...['debug', 'debug-brk', 'debug-port', 'remote-debugging-port', 'remote-debugging-pipe'],
  ...['remote-debugging-address', 'remote-debugging-socket-name', 'remote-allow-origins'],
  ...[
    'auto-open-devtools-for-tabs',
    'custom-devtools-frontend',
    'wait-for-debugger',
    'wait-for-debugger-children',
  ],
  ...['enable-logging', 'log-file', 'log-net-log', 'net-log-capture-mode', 'ssl-key-log-file', 'vmodule'],
  ...['trace-startup', 'enable-tracing', 'trace-to-console'],
  ...['enable-crash-reporter', 'crash-dumps-dir', 'full-memory-crash-report'],
  // Code of others
  ...['load-extension', 'disable-extensions-except', 'js-flags'],
  ...[
    'renderer-cmd-prefix',
    'gpu-launcher',
    'utility-cmd-prefix',
    'zygote-cmd-prefix',
    'ppapi-plugin-launcher',
  ],
  ...[
    'browser-subprocess-path',
    'register-pepper-plugins',
    'enable-blink-features',
    'enable-experimental-web-platform-features',
  ],
  // The network
  ...['proxy-server', 'proxy-pac-url', 'proxy-auto-detect', 'proxy-bypass-list'],
  ...[
    'host-resolver-rules',
    'host-rules',
    'ignore-certificate-errors',
    'ignore-certificate-errors-spki-list',
  ],
  // Where its files are, and the walls around its page (Electron itself gives allow-file-access-from-files)
  ...['user-data-dir', 'disable-web-security', 'allow-running-insecure-content'],
  ...['unsafely-treat-insecure-origin-as-secure', 'disable-site-isolation-trials', 'single-process'],
];

/** What takes the sandbox away from the page's process. */
const unsandboxed = [
  ...[
    'no-sandbox',
    'no-zygote',
    'disable-setuid-sandbox',
    'disable-namespace-sandbox',
    'disable-gpu-sandbox',
  ],
  ...['disable-seccomp-filter-sandbox', 'allow-sandbox-debugging'],
];

export interface CommandLine {
  readonly hasSwitch: (name: string) => boolean;
  /** Chromium does not run as root with its sandbox, and whoever is root needs no way around it. */
  readonly isRoot: boolean;
}

/** The first switch on the command line that a packaged build does not run with. No fuse takes these away. */
export function refusedSwitch({ hasSwitch, isRoot }: CommandLine): string | undefined {
  return [...refused, ...(isRoot ? [] : unsandboxed)].find(hasSwitch);
}
