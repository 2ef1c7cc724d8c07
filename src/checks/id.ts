import type { CheckSpec } from './spec.ts'

/** Name one tool of one check: `lint.backend.ruff`, `test.services-migrator.pytest.python-3.11`. */
export function checkId(spec: Pick<CheckSpec, 'concern' | 'path' | 'cell'>, tool: string): string {
  const path = spec.path === '.' ? 'root' : spec.path.replaceAll('/', '-')
  return [spec.concern, path, tool, ...(spec.concern === 'test' ? [spec.cell] : [])].join('.')
}
