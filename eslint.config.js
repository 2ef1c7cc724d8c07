import tseslint from 'typescript-eslint'

const stages = ['config', 'change', 'plan', 'checks', 'images', 'publish', 'migrate', 'rollout', 'verify']
const only = (patterns, message) => ({ 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] })

/** A stage imports earlier stages, shared/ and aws/ports; only release/ composes. */
const layers = stages.map((stage, at) => ({
  files: [`src/${stage}/**/*.ts`],
  rules: only(
    [...stages.slice(at + 1), 'release', 'report'].map((later) => `**/${later}/**`).concat(['@aws-sdk/*', '@smithy/*', '@dagger.io/*', '../aws/*', '!../aws/ports.ts']),
    `src/${stage} imports only earlier stages, shared/ and aws/ports.ts`,
  ),
}))

export default tseslint.config(
  { ignores: ['**/node_modules/**', '.dagger/**', 'examples/**', 'dev/engine/sdk/**', 'dev/engine/test-module/**', 'test/module/fixtures/**', '**/coverage/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] }, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      'max-lines': ['error', { max: 250 }],
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['*.js'], ...tseslint.configs.disableTypeChecked },
  ...layers,
  { files: ['src/shared/**/*.ts'], rules: only(['../*/**', '@aws-sdk/*', '@dagger.io/*'], 'src/shared imports nothing of the stages') },
  { files: ['src/report/**/*.ts', 'src/release/**/*.ts'], rules: only(['@aws-sdk/*', '@smithy/*', '@dagger.io/*'], 'only src/aws imports the AWS SDK') },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
)
