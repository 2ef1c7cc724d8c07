/** IAM and STS. */
export interface AccessState {
  /** By name. */
  roles: Record<string, Role>
  /** Temporary credentials by access key id. */
  sessions: Record<string, Session>
}

export interface Role {
  name: string
  arn: string
  id: string
  createdAt: number
  trustPolicy: unknown
}

export interface Session {
  accessKeyId: string
  sessionToken: string
  roleArn: string
  assumedRoleId: string
  sessionName: string
  expiresAt: number
}
