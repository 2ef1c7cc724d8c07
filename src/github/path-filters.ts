import picomatch from 'picomatch'
import { harmlessGlobs } from '../plan/known-files.ts'
import type { GitHubRequest } from './model.ts'

/**
 * Say which changed files start a workflow, as `on.push.paths` takes it; the last pattern that matches a file decides.
 *
 * A file is left out only where `plan` calls it harmless. What GitHub's patterns cannot say starts the workflow.
 *
 * @see Workflow syntax for GitHub Actions, filter pattern cheat sheet
 */
export function pathFilters({ config, folder, builtFrom = [] }: Pick<GitHubRequest, 'config' | 'folder' | 'builtFrom'>): string[] {
  const inside = (glob: string) => (folder === '.' ? glob : `${folder}/${glob}`)
  const places = config.components.flatMap(({ path, image }) => (image ? [path, image.context] : [path]))
  // A component in the root is built from whatever lies there, so only what hatchery.yaml ignores is harmless.
  const harmless = places.includes('.') ? config.ignore : [...harmlessGlobs, ...config.ignore]
  const left = harmless.map(clean).filter(isPlain)
  const asked = [...[...places, ...builtFrom].filter((path) => path !== '.').map((path) => `${path}/**`), ...config.components.flatMap(({ affectedBy }) => affectedBy.map(clean).map(widen))]
  return [...new Set([inside('**'), ...left.map((glob) => `!${inside(glob)}`), ...(left.length > 0 ? asked.map(inside) : [])])]
}

function clean(glob: string): string {
  return glob.replace(/^\.\//, '').replace(/\/$/, '/**')
}

/** Only `*` and `**` mean the same to GitHub and to us. */
function isPlain(glob: string): boolean {
  return !/[?+[\]{}()!\\@|]/.test(glob)
}

function widen(glob: string): string {
  if (isPlain(glob)) return glob
  const { base } = picomatch.scan(glob)
  return base === '' || base === '.' || !isPlain(base) ? '**' : `${base}/**`
}
