import { baseName } from '../config/paths.ts'
import type { Language } from '../config/model.ts'

/** Files outside every component that nothing is built from. Whatever is not here is not known, and counts for everything. */
export const harmlessGlobs: readonly string[] = [
  '*.md',
  'docs/**',
  'LICENSE*',
  'NOTICE*',
  'AUTHORS*',
  'CODEOWNERS',
  '.editorconfig',
  '.vscode/**',
  '.idea/**',
  '.github/**/*.md',
  '.github/CODEOWNERS',
  '.github/ISSUE_TEMPLATE/**',
  '.github/dependabot.yml',
]

const lockFiles: Readonly<Record<Language, RegExp>> = {
  node: /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml)$/,
  python: /^(poetry\.lock|uv\.lock|pdm\.lock|Pipfile|Pipfile\.lock|(requirements|constraints)[^/]*\.(txt|in))$/,
}

/** The language whose components a lock file above them is shared by. */
export function lockFileLanguage(path: string): Language | undefined {
  return (Object.keys(lockFiles) as Language[]).find((language) => lockFiles[language].test(baseName(path)))
}
