import { Container, dag, Secret, Service as DaggerService } from "@dagger.io/dagger"
import { connectAws, type Destination, destination, type EcrLogin, ecrLogins, ecrRegion, HatcheryError, registryClient, type RegistryClient } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { type Grant, hasGrant, toAccess, toLogin } from "./credentials.ts"

/** What `with-registry` keeps. */
export interface RegistryAccess {
  /** A registry that is itself a service, such as one on the caller's machine. */
  registry?: DaggerService
  registryUser?: string
  registryPassword?: Secret
}

/** The application's registry, opened. */
export interface OpenRegistry {
  destination: Destination
  client: RegistryClient
  service?: DaggerService
  /** Make an empty container that may push to an address now. */
  pusher: (address: string) => Promise<Container>
}

/** Open the registry with the login that was given; without one, ECR is asked for it with the credentials of with-aws. */
export async function openRegistry(app: App, access: RegistryAccess & Grant): Promise<OpenRegistry> {
  const { registry: service, registryUser, registryPassword } = access
  const ecr = registryUser ? undefined : await ecrOf(app, access)
  // The engine speaks plain HTTP only to the literal name localhost, and dials the port that the name carries.
  const host = service ? `localhost:${await (await service.start()).ports().then(([port]) => port!.port())}` : (await ecr?.())?.host
  const target = destination(app.config, host)
  const endpoint = service ? await service.endpoint({ scheme: "http" }) : `https://${target.host}`
  const login = ecr ?? (await toLogin(registryUser, registryPassword))
  return {
    destination: target,
    client: registryClient({ endpoint, name: target.host, login, fetch }),
    service,
    pusher: async (address) => {
      if (registryUser && registryPassword) return dag.container().withRegistryAuth(address, registryUser, registryPassword)
      const now = await ecr?.()
      return now ? dag.container().withRegistryAuth(address, now.username, dag.setSecret("hatchery-ecr-login", now.password)) : dag.container()
    },
  }
}

async function ecrOf(app: App, access: RegistryAccess & Grant): Promise<(() => Promise<EcrLogin>) | undefined> {
  const { registry } = app.config
  if (registry.kind !== "ecr" || (access.registry && !hasGrant(access))) return undefined
  if (!hasGrant(access)) {
    throw new HatcheryError("CREDENTIALS_MISSING", {
      where: "registry",
      what: "is ECR, which gives a login only for AWS credentials, and none were given",
      next: "call it after with-aws: keys (--access-key-id, --secret-access-key), or --role-arn with --identity-token, or on GitHub --role-arn with --token-request-url and --token-request-token",
    })
  }
  const { ecr } = connectAws(ecrRegion(app.config), await toAccess(access, app.config.project))
  return ecrLogins(ecr, { account: registry.account, now: () => Date.now() })
}
