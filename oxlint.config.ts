import { defineConfig, type OxlintOverride } from 'oxlint';
import { ELECTRON, IMPORT_RULES, type Pattern } from './build/import-rules.ts';

const TESTS = ['**/*.test.ts', '**/*.test.tsx'];
const imports = (patterns: readonly Pattern[]): OxlintOverride['rules'] & object => ({ 'no-restricted-imports': ['error', { patterns: [...patterns] }] });

export default defineConfig({
  plugins: ['typescript', 'import', 'react', 'promise', 'unicorn', 'jsx-a11y'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['dist', 'release', 'coverage', '.cache', 'test-results'],
  rules: {
    ...imports([ELECTRON]),
    'import/no-cycle': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    // Message bodies are text nodes, always.
    'react/no-danger': 'error',
    'react/no-danger-with-children': 'error',
    'no-eval': 'error',
    'no-new-func': 'error',
    'no-console': 'error',
    'max-lines': ['error', { max: 400 }],
    'max-lines-per-function': ['error', { max: 60 }],
    complexity: ['error', { max: 12 }],

    'react/react-in-jsx-scope': 'off', // the automatic JSX runtime needs no React in scope
    'import/no-named-as-default': 'off',
    'import/no-named-as-default-member': 'off', // CommonJS packages are one object here
    'import/no-unassigned-import': 'off', // style sheets
    'unicorn/prefer-add-event-listener': 'off', // WebSocket and Notification are used with one listener each
    'unicorn/consistent-function-scoping': 'off', // a short function reads best where it is used
    'unicorn/no-useless-spread': 'off', // a copy is what makes it safe to delete while walking
    'typescript/no-misused-spread': 'off', // by code point is how the protocol's rules count
    'jsx-a11y/no-autofocus': 'off', // a dialog takes the focus: that is what a screen reader expects of it
    'jsx-a11y/prefer-tag-over-role': 'off', // a status or a listbox of ours is no output and no select
    'typescript/consistent-return': 'off', // the compiler knows when a switch is exhaustive
    'promise/always-return': 'off', // no-floating-promises sees more
  },
  overrides: [
    ...IMPORT_RULES.map(({ files, except = [], patterns }) => ({ files: [...files], excludeFiles: [...except, ...TESTS], rules: imports(patterns) })),
    // Where a plain value becomes a branded one, a row or an attribute a typed one.
    {
      files: ['preload/contract/ids.ts', 'main/xmpp/element.ts', 'main/store/**', 'native/**', ...TESTS, 'test/**'],
      rules: { 'typescript/no-unsafe-type-assertion': 'off' },
    },
    { files: [...TESTS, 'test/**'], rules: { 'max-lines-per-function': 'off', 'typescript/unbound-method': 'off' } },
    { files: ['build/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
  ],
});
