import { iam, sts } from './access/model.ts'
import { dynamodb } from './dynamodb/model.ts'
import { ecr } from './ecr/model.ts'
import { ecs } from './ecs/model.ts'
import { elbv2 } from './elbv2/model.ts'
import { lambda } from './lambda/model.ts'
import type { ServiceModel } from './operation.ts'
import { applicationAutoscaling } from './stores/autoscaling.ts'
import { cloudwatch } from './stores/cloudwatch.ts'
import { logs } from './stores/logs.ts'
import { secretsmanager, ssm } from './stores/parameters.ts'

/** Every service that the stand-in models, by the name in front of the colon (`ecs:DescribeServices`). */
export const MODELS: Readonly<Record<string, ServiceModel>> = {
  'application-autoscaling': applicationAutoscaling,
  cloudwatch,
  dynamodb,
  ecr,
  ecs,
  elbv2,
  iam,
  lambda,
  logs,
  secretsmanager,
  ssm,
  sts,
}
