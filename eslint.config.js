import tseslint from 'typescript-eslint';

/** The layers: what a folder may not import, and why. test/architecture.test.ts reads the same rules from the tree. */
const layers = [
  {
    files: ['src-main/core/**/*.ts'],
    patterns: [
      {
        group: ['node:*', 'electron', '@aws-sdk/*', 'keytar', 'conf'],
        message: 'core asks through ports.ts.',
      },
      {
        regex: '(\\.\\./)+(adapters|agent|cli|shell|app|contract)',
        message: 'core imports nothing of ours outside core.',
      },
    ],
  },
  {
    files: ['src-main/adapters/**/*.ts'],
    patterns: [
      { group: ['electron'], message: 'Electron lives in shell/.' },
      { regex: '(\\.\\./)+(agent|cli|shell|app)', message: 'adapters import core only.' },
    ],
  },
  {
    files: ['src-main/cli/**/*.ts'],
    patterns: [
      { group: ['zod', 'conf', '@aws-sdk/*', 'keytar'], message: 'the command starts fast: types only.' },
      {
        regex: '(\\.\\./)+(shell/|app\\.|adapters/keychain|agent/(?!client|start|agentPaths))',
        message: 'the command talks to the agent through agent/client.',
      },
    ],
  },
  {
    files: ['src-main/agent/**/*.ts'],
    patterns: [
      { regex: '(\\.\\./)+(cli|shell|desk)', message: 'agent, cli and shell never import each other.' },
    ],
  },
  {
    files: ['src-main/{desk,door}/**/*.ts'],
    patterns: [
      {
        group: ['electron', 'node:*'],
        message: 'It gets what it needs handed in; Electron lives in shell/.',
      },
      { regex: '(\\.\\./)+(adapters|agent|cli|shell)', message: 'Only app, contract, door and core.' },
    ],
  },
];

export default tseslint.config(
  { ignores: ['out', 'dist', 'node_modules', '.cache'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='setInterval']",
          message: 'A tick sleeps on the Clock: timers lie after sleep.',
        },
      ],
      'max-lines': ['error', { max: 300 }],
    },
  },
  ...layers.map(({ files, patterns }) => ({
    files,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  })),
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Fakes implement asynchronous ports with nothing to wait for, and wrap their own functions.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
