import { ecs } from './ecs/model.ts'
import type { ServiceModel } from './operation.ts'

/** Every service that the stand-in models, by the name in front of the colon (`ecs:DescribeServices`). */
export const MODELS: Readonly<Record<string, ServiceModel>> = { ecs }
