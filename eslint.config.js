import svelte from 'eslint-plugin-svelte';
import * as svelteParser from 'svelte-eslint-parser';
import tseslint from 'typescript-eslint';

const parserOptions = {
  projectService: true,
  tsconfigRootDir: import.meta.dirname,
  extraFileExtensions: ['.svelte'],
};

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
    files: ['src-renderer/**/*.ts', 'src-renderer/**/*.svelte'],
    patterns: [
      {
        group: ['electron', 'node:*', 'zod'],
        message: 'The window has two functions and no more: see api.ts.',
      },
      {
        regex: 'src-main/(?!contract\\.ts|core/)',
        message: 'The window takes types of the contract and pure core.',
      },
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
  ...svelte.configs['flat/recommended'],
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions },
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
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parser: svelteParser, parserOptions: { ...parserOptions, parser: tseslint.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // The page's policy refuses a style attribute that is written into the markup; style:name={…} is set by script.
      'svelte/no-inline-styles': ['error', { allowTransitions: true }],
      // Svelte's compiler checks these; without type knowledge of runes they cry wolf.
      'prefer-const': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  {
    // Each component would make the type checker begin anew, which takes minutes; svelte-check knows their types.
    files: ['**/*.svelte'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { ...parserOptions, parser: tseslint.parser, projectService: false } },
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
