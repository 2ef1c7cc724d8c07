import type { LambdaVersion } from './state.ts'

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function configurationView(version: LambdaVersion, options: { qualified: boolean } = { qualified: false }): Record<string, unknown> {
  return {
    FunctionName: version.name,
    FunctionArn: options.qualified ? `${version.arn}:${version.version}` : version.arn,
    Role: version.role,
    CodeSize: 0,
    Description: version.description,
    Timeout: version.timeoutSeconds,
    MemorySize: version.memoryMegabytes,
    LastModified: new Date(version.lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: version.codeSha256,
    Version: version.version,
    ...(version.vpcConfig === undefined ? {} : { VpcConfig: { VpcId: 'vpc-local', ...version.vpcConfig } }),
    ...(Object.keys(version.environment).length === 0 ? {} : { Environment: { Variables: version.environment } }),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: version.revisionId,
    State: version.state,
    ...(version.state === 'Pending' ? { StateReason: 'The function is being created.', StateReasonCode: 'Creating' } : {}),
    LastUpdateStatus: version.lastUpdateStatus,
    ...(version.lastUpdateReason === undefined ? {} : { LastUpdateStatusReason: version.lastUpdateReason.message, LastUpdateStatusReasonCode: version.lastUpdateReason.code }),
    PackageType: 'Image',
    ...(version.imageConfig === undefined ? {} : { ImageConfigResponse: { ImageConfig: version.imageConfig } }),
    Architectures: version.architectures,
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${version.name}` },
  }
}

/** Where the code of a version is. */
export function codeView(version: LambdaVersion): Record<string, unknown> {
  return { RepositoryType: 'ECR', ImageUri: version.imageUri, ResolvedImageUri: version.resolvedImageUri }
}
