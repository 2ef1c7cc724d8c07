import type { ServiceModel } from '../operation.ts'
import { BatchGetImage, DescribeImages, ListImages, PutImage } from './images.ts'
import { CreateRepository, DescribeRepositories, GetAuthorizationToken } from './repositories.ts'

/** Amazon ECR's API. The registry itself (`/v2/`) is another server's business. */
export const ecr: ServiceModel = {
  invalidInput: 'InvalidParameterException',
  operations: { BatchGetImage, CreateRepository, DescribeImages, DescribeRepositories, GetAuthorizationToken, ListImages, PutImage },
}
