import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { ecsOf, findTaskDefinition, lastPart } from './lookup.ts'
import type { EcsState, Tag } from './state.ts'

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTagsForResource.html */
export const ListTagsForResource: Operation = {
  requires: ['resourceArn'],
  run: (plane, call) => ({ tags: tagged(ecsOf(plane.world, call.region), String(call.input['resourceArn'])).tags }),
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TagResource.html */
export const TagResource: Operation = {
  requires: ['resourceArn', 'tags'],
  run(plane, call) {
    const { resourceArn, tags } = call.input as { resourceArn: string; tags: Tag[] }
    const resource = tagged(ecsOf(plane.world, call.region), resourceArn)
    resource.tags = [...resource.tags.filter((old) => !tags.some((tag) => tag.key === old.key)), ...tags]
    return {}
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UntagResource.html */
export const UntagResource: Operation = {
  requires: ['resourceArn', 'tagKeys'],
  run(plane, call) {
    const { resourceArn, tagKeys } = call.input as { resourceArn: string; tagKeys: string[] }
    const resource = tagged(ecsOf(plane.world, call.region), resourceArn)
    resource.tags = resource.tags.filter((tag) => !tagKeys.includes(tag.key))
    return {}
  },
}

function tagged(ecs: EcsState, arn: string): { tags: Tag[] } {
  const found = ecs.services[arn] ?? ecs.tasks[arn] ?? (arn.includes(':task-definition/') ? findTaskDefinition(ecs, arn) : ecs.clusters[lastPart(arn)])
  if (found === undefined) throw new AwsError('InvalidParameterException', 'The specified resource was not found.')
  return found
}
