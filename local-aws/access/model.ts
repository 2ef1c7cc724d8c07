import { AwsError } from '../aws-error.ts'
import { hexId } from '../ids.ts'
import type { Operation, ServiceModel } from '../operation.ts'
import { AssumeRoleWithWebIdentity, GetCallerIdentity } from './sts.ts'

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html (the policy document is URL encoded) */
const GetRole: Operation = {
  requires: ['RoleName'],
  run(plane, call) {
    const name = String(call.input['RoleName'])
    const role = plane.world.access.roles[name]
    if (role === undefined) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, { status: 404 })
    return { Role: roleView(role) }
  },
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const CreateRole: Operation = {
  requires: ['RoleName', 'AssumeRolePolicyDocument'],
  accepts: ['Path', 'Description', 'MaxSessionDuration', 'Tags'],
  run(plane, call) {
    const name = String(call.input['RoleName'])
    const { access, accountId, ids } = plane.world
    if (access.roles[name] !== undefined) throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, { status: 409 })
    const trustPolicy = JSON.parse(String(call.input['AssumeRolePolicyDocument'])) as unknown
    const role = { name, arn: `arn:aws:iam::${accountId}:role/${name}`, id: `AROA${hexId(ids, 17).toUpperCase()}`, createdAt: plane.timeline.now(), trustPolicy }
    access.roles[name] = role
    return { Role: roleView(role) }
  },
}

function roleView(role: { name: string; arn: string; id: string; createdAt: number; trustPolicy: unknown }): Record<string, unknown> {
  return {
    Path: '/',
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trustPolicy)),
    MaxSessionDuration: 3600,
  }
}

/** IAM roles, as far as their existence matters. */
export const iam: ServiceModel = { namespace: 'https://iam.amazonaws.com/doc/2010-05-08/', invalidInput: 'ValidationError', operations: { CreateRole, GetRole } }

/** Temporary credentials. */
export const sts: ServiceModel = { namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', invalidInput: 'ValidationError', operations: { AssumeRoleWithWebIdentity, GetCallerIdentity } }
