import type { ServiceModel } from '../operation.ts'
import { CreateFunction, DeleteFunction, GetFunction, GetFunctionConfiguration, ListFunctions, ListTags, TagResource } from './functions.ts'
import { Invoke } from './invoke.ts'
import { UpdateFunctionCode, UpdateFunctionConfiguration } from './updates.ts'
import { CreateAlias, GetAlias, ListAliases, ListVersionsByFunction, PublishVersion, UpdateAlias } from './versions.ts'

/** AWS Lambda, image functions only. */
export const lambda: ServiceModel = {
  invalidInput: 'InvalidParameterValueException',
  operations: {
    CreateAlias,
    CreateFunction,
    DeleteFunction,
    GetAlias,
    GetFunction,
    GetFunctionConfiguration,
    Invoke,
    ListAliases,
    ListFunctions,
    ListTags,
    ListVersionsByFunction,
    PublishVersion,
    TagResource,
    UpdateAlias,
    UpdateFunctionCode,
    UpdateFunctionConfiguration,
  },
}
