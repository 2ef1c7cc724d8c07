import type { KnownFailure } from './doctor-patterns.ts'

/** Failures of the ground that everything stands on. */
export const groundFailures: readonly KnownFailure[] = [
  {
    title: 'The call does not fit the function',
    kind: 'usage',
    text: /unknown (flag|command|shorthand flag)|required flag\(s\)|invalid argument "[^\n]*" for "--/i,
    cause: 'A flag or function that this version of Hatchery does not have, or a value of the wrong kind.',
    fix: 'Look at `dagger call hatchery --help`, and at `--help` after the function.',
  },
  {
    title: 'There is no Dagger engine',
    kind: 'infrastructure',
    text: /Cannot connect to the Docker daemon|failed to (start|connect to) (the )?engine|driver for scheme[^\n]*not (found|available)|start engine: |docker: (command )?not found/i,
    cause: 'Docker is not installed or does not run, or the engine was stopped.',
    fix: 'Start Docker and run the same command again.',
  },
  {
    title: 'The disk is full',
    kind: 'infrastructure',
    text: /no space left on device|ENOSPC|disk quota exceeded/i,
    cause: "The engine's state or the runner's disk used up what there is.",
    fix: 'Free it: `dagger core engine local-cache prune`, then run again. On GitHub, throw the stored caches away once: `gh cache delete --all`.',
  },
  {
    title: 'A secret is read from a variable that is not set',
    kind: 'usage',
    text: /secret env var not found/i,
    cause: 'An option such as `--session-token env:AWS_SESSION_TOKEN` in a shell that has no such variable.',
    fix: 'Set the variable, or leave the option out: keys of a user have no session token.',
  },
  {
    title: 'Hatchery and the Dagger CLI are of different versions',
    kind: 'usage',
    text: /module requires dagger \S+, but you have|incompatible (client|engine) version/i,
    cause: 'The installed CLI is older than the `engineVersion` of dagger.json.',
    fix: 'Install the version that dagger.json names: `curl -fsSL https://dl.dagger.io/dagger/install.sh | DAGGER_VERSION=<it> sh`.',
  },
  {
    title: 'A port is taken',
    kind: 'usage',
    text: /EADDRINUSE|address already in use|port is already allocated/i,
    cause: 'Another program, or an earlier `dev`, listens on it.',
    fix: 'Give another port in front: `dev up --ports 8081:8000`; `ss -ltnp` names who has the first one.',
  },
  {
    title: 'Memory ran out',
    kind: 'infrastructure',
    text: /JavaScript heap out of memory|OOMKilled|OutOfMemoryError|MemoryError\b|\bexit(ed)?( with)?( code| status)?:? 137\b|signal: killed/,
    cause: 'The tools of one check together need more than the engine or the runner has.',
    fix: 'Run fewer workers (`vitest --maxWorkers`, `pytest -n`), split with `--shard`, or give the machine more memory.',
  },
  {
    title: 'The AWS credentials have expired',
    kind: 'infrastructure',
    text: /\bExpiredToken(Exception)?\b|\bRequestExpired\b|security token included in the request is expired|SSO (session|token)[^\n]*(expired|invalid|does not exist)|Token has expired and refresh failed/i,
    cause: 'A session token lasts an hour or less, and the release took longer, or the shell is an old one.',
    fix: 'Log in again (`aws sso login`) and run the same command: a release goes on where it was. On GitHub the action gives what renews the token.',
  },
  {
    title: 'A registry does not accept the login',
    kind: 'usage',
    text: /pull access denied|requested access to the resource is denied|no basic auth credentials|unauthorized: authentication required|authorization token has expired/i,
    cause: 'No login, one that has expired (a login to ECR lasts twelve hours), or an account without access to this repository.',
    fix: 'Call it after `with-registry --user NAME --password env:REGISTRY_PASSWORD`, or with fresh credentials in `with-aws` for ECR.',
  },
  {
    title: 'The clone lacks history',
    kind: 'infrastructure',
    text: /clone is shallow|shallow (update|clone|repository)|no merge base|Not a valid object name|bad (object|revision) |unknown revision or path|reference is not a tree/i,
    cause: 'A checkout of one commit alone, as GitHub makes it by default, or a base that was not fetched.',
    fix: 'Fetch all of it: `git fetch --unshallow origin`, or `fetch-depth: 0` at actions/checkout, as the generated workflows have it.',
  },
  {
    title: 'A certificate is not trusted',
    kind: 'infrastructure',
    text: /self[- ]signed certificate|signed by unknown authority|CERTIFICATE_VERIFY_FAILED|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)/i,
    cause: 'A proxy that reads traffic with a certificate of its own, which containers do not know.',
    fix: 'Give the engine the certificate of the proxy (its folder /usr/local/share/ca-certificates), or an address that needs no proxy.',
  },
  {
    title: 'A registry answers too many requests',
    kind: 'infrastructure',
    text: /toomanyrequests|429 Too Many Requests|pull rate limit/i,
    cause: 'Anonymous pulls from a public registry are counted by address, and hosted runners share theirs.',
    fix: 'Run again in some minutes; log in to the registry, or name a mirror in the Dockerfile.',
  },
  {
    title: 'A name cannot be resolved',
    kind: 'infrastructure',
    text: /ENOTFOUND|EAI_AGAIN|Temporary failure in name resolution|no such host|Could not resolve host/i,
    cause: 'The network or its DNS, a proxy that is not set, or a misspelt host.',
    fix: 'Try the name from the same machine; in a network that reaches package registries only, see dev/engine/README.md.',
  },
  {
    title: 'A server does not answer',
    kind: 'infrastructure',
    // The engine says the same of each service that is about to start.
    text: /^(?![^\n]*port not ready)[^\n]*(connection refused|ECONNREFUSED|ECONNRESET|ETIMEDOUT|i\/o timeout|connection reset by peer|Client\.Timeout exceeded)/im,
    cause: 'A registry, feed or service is down, restarts, or a firewall or proxy lies in between.',
    fix: 'Try the address in the message from the same machine, then run the same command again; what was done is kept.',
  },
]
