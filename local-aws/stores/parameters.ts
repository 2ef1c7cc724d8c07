import { AwsError } from '../aws-error.ts'
import { hexId } from '../ids.ts'
import type { Operation, ServiceModel } from '../operation.ts'
import type { Plane } from '../plane.ts'
import type { Call } from '../wire/call.ts'
import { regionOf } from '../world.ts'
import { DescribeParameters } from './describe-parameters.ts'
import type { Parameter, Secret } from './state.ts'

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
const GetParameter: Operation = {
  requires: ['Name'],
  accepts: ['WithDecryption'],
  run(plane, call) {
    const found = findParameter(plane, { call, name: call.input['Name'] as string })
    if (found === undefined) throw new AwsError('ParameterNotFound', '')
    return { Parameter: parameterView(found, call.input['WithDecryption'] === true) }
  },
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html (10 at most) */
const GetParameters: Operation = {
  requires: ['Names'],
  accepts: ['WithDecryption'],
  run(plane, call) {
    const names = call.input['Names'] as string[]
    if (names.length > 10) throw new AwsError('ValidationException', "Value at 'names' failed to satisfy constraint: Member must have length less than or equal to 10")
    const found = names.map((name) => ({ name, parameter: findParameter(plane, { call, name }) }))
    return {
      Parameters: found.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameterView(parameter, call.input['WithDecryption'] === true)])),
      InvalidParameters: found.flatMap(({ name, parameter }) => (parameter === undefined ? [name] : [])),
    }
  },
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const PutParameter: Operation = {
  requires: ['Name', 'Value'],
  accepts: ['Type', 'Overwrite', 'Description', 'Tags', 'Tier', 'DataType'],
  run(plane, call) {
    const input = call.input as { Name: string; Value: string; Type?: Parameter['type']; Overwrite?: boolean }
    const { parameters } = regionOf(plane.world, call.region).stores
    const known = parameters[input.Name]
    if (known !== undefined && input.Overwrite !== true) throw new AwsError('ParameterAlreadyExists', 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.')
    const version = (known?.version ?? 0) + 1
    const arn = `arn:aws:ssm:${call.region}:${plane.world.accountId}:parameter/${input.Name.replace(/^\//, '')}`
    parameters[input.Name] = { name: input.Name, arn, type: input.Type ?? known?.type ?? 'String', value: input.Value, version, modifiedAt: plane.timeline.now() }
    return { Version: version, Tier: 'Standard' }
  },
}

/** SSM parameters. */
export const ssm: ServiceModel = { invalidInput: 'ValidationException', operations: { DescribeParameters, GetParameter, GetParameters, PutParameter } }

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
const DescribeSecret: Operation = {
  requires: ['SecretId'],
  run(plane, call) {
    const secret = secretOf(plane, call)
    return { ARN: secret.arn, Name: secret.name, CreatedDate: new Date(secret.createdAt), LastChangedDate: new Date(secret.createdAt), VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] } }
  },
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
const GetSecretValue: Operation = {
  requires: ['SecretId'],
  run(plane, call) {
    const secret = secretOf(plane, call)
    return { ARN: secret.arn, Name: secret.name, VersionId: secret.versionId, SecretString: secret.value, VersionStages: ['AWSCURRENT'], CreatedDate: new Date(secret.createdAt) }
  },
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const CreateSecret: Operation = {
  requires: ['Name', 'SecretString'],
  accepts: ['ClientRequestToken', 'Description', 'Tags'],
  run(plane, call) {
    const input = call.input as { Name: string; SecretString: string }
    const { secrets } = regionOf(plane.world, call.region).stores
    if (secrets[input.Name] !== undefined) throw new AwsError('ResourceExistsException', `The operation failed because the secret ${input.Name} already exists.`)
    const { ids, accountId } = plane.world
    const secret: Secret = {
      name: input.Name,
      arn: `arn:aws:secretsmanager:${call.region}:${accountId}:secret:${input.Name}-${hexId(ids, 6)}`,
      value: input.SecretString,
      createdAt: plane.timeline.now(),
      versionId: hexId(ids),
    }
    secrets[secret.name] = secret
    return { ARN: secret.arn, Name: secret.name, VersionId: secret.versionId }
  },
}

/** Secrets Manager secrets. */
export const secretsmanager: ServiceModel = { invalidInput: 'InvalidParameterException', operations: { CreateSecret, DescribeSecret, GetSecretValue } }

function findParameter(plane: Plane, options: { call: Call; name: string }): Parameter | undefined {
  const { parameters } = regionOf(plane.world, options.call.region).stores
  const name = options.name.startsWith('arn:') ? options.name.slice(options.name.indexOf(':parameter') + ':parameter'.length) : options.name
  return parameters[name] ?? parameters[name.replace(/^\//, '')]
}

function parameterView(parameter: Parameter, decrypted: boolean): Record<string, unknown> {
  const value = parameter.type === 'SecureString' && !decrypted ? Buffer.from(`encrypted:${parameter.name}`).toString('base64') : parameter.value
  return { Name: parameter.name, Type: parameter.type, Value: value, Version: parameter.version, LastModifiedDate: new Date(parameter.modifiedAt), ARN: parameter.arn, DataType: 'text' }
}

function secretOf(plane: Plane, call: Call): Secret {
  const id = call.input['SecretId'] as string
  const { secrets } = regionOf(plane.world, call.region).stores
  const found = secrets[id] ?? Object.values(secrets).find((secret) => secret.arn === id || secret.arn.replace(/-[A-Za-z0-9]{6}$/, '') === id)
  if (found === undefined) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return found
}
