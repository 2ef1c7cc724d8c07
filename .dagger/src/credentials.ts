import { Secret } from "@dagger.io/dagger"
import { type AwsAccess, type AwsCredentials, HatcheryError, type RegistryLogin, stateTable } from "../lib/pipeline.mjs"

/** What `with-aws` keeps. */
export interface Grant {
  accessKeyId?: Secret
  secretAccessKey?: Secret
  sessionToken?: Secret
  roleArn?: string
  identityToken?: Secret
  tokenRequestUrl?: string
  tokenRequestToken?: Secret
  endpoint?: string
}

/** Tell whether with-aws gave something, complete or not. */
export function hasGrant(grant: Grant): boolean {
  return grant.accessKeyId !== undefined || grant.roleArn !== undefined
}

/** Build the access to AWS; the only place, with {@link toLogin}, that reads a secret's text. */
export async function toAccess(grant: Grant, project: string): Promise<AwsAccess> {
  return { credentials: await toCredentials(grant), table: stateTable(project), ...(grant.endpoint ? { endpoint: grant.endpoint } : {}) }
}

async function toCredentials(grant: Grant): Promise<AwsCredentials> {
  const { roleArn } = grant
  if (grant.accessKeyId && grant.secretAccessKey) {
    const [accessKeyId, secretAccessKey] = await Promise.all([grant.accessKeyId.plaintext(), grant.secretAccessKey.plaintext()])
    return { kind: "keys", accessKeyId, secretAccessKey, ...(grant.sessionToken ? { sessionToken: await grant.sessionToken.plaintext() } : {}) }
  }
  if (roleArn && grant.identityToken) return { kind: "web-identity", roleArn, token: await grant.identityToken.plaintext() }
  if (roleArn && grant.tokenRequestUrl && grant.tokenRequestToken) {
    return { kind: "github", roleArn, requestUrl: grant.tokenRequestUrl, requestToken: await grant.tokenRequestToken.plaintext() }
  }
  throw new HatcheryError("CREDENTIALS_MISSING", {
    what: "this function acts on AWS and has no credentials for it",
    next: "call it after with-aws: keys (--access-key-id, --secret-access-key), or --role-arn with --identity-token, or on GitHub --role-arn with --token-request-url and --token-request-token",
  })
}

/** Give the login of a registry, where there is one. */
export async function toLogin(user?: string, password?: Secret): Promise<RegistryLogin | undefined> {
  return user && password ? { username: user, password: await password.plaintext() } : undefined
}
