import { dependencyCycles, knownDependencies, pathsExist, reservedNames, revisionsExist, someComponent } from './rules-components.ts'
import { noDuplicates } from './rules-duplicates.ts'
import type { Rule } from './rules-context.ts'
import { matrixVersions, registryForm } from './rules-images.ts'
import { connectionConflicts, knownServices, serviceImages } from './rules-services.ts'
import { githubStages, localStage, migrateRunners, releaseWindows, rolloutOrder, stageComponents, suiteComponentKnown } from './rules-stages.ts'

/** What must hold between fields, one rule each; every rule runs, so that all issues are told at once. */
export const rules: readonly Rule[] = [
  someComponent,
  reservedNames,
  pathsExist,
  revisionsExist,
  knownServices,
  connectionConflicts,
  knownDependencies,
  dependencyCycles,
  serviceImages,
  matrixVersions,
  registryForm,
  rolloutOrder,
  stageComponents,
  migrateRunners,
  localStage,
  releaseWindows,
  suiteComponentKnown,
  githubStages,
  noDuplicates,
]
