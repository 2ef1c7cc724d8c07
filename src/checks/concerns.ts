import type { Concern } from './outcome.ts'

/** The concerns that `checks` and `reports` cover. */
export const allConcerns: readonly Concern[] = ['lint', 'typecheck', 'test', 'security', 'contract', 'migrations']
