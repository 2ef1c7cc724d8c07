import type { CodeExplanation } from './doctor-sections.ts'

// Generated from docs/errors.md by scripts/doctor.ts; edit the page and run it again.
export const codeExplanations: Readonly<Partial<Record<string, CodeExplanation>>> = {
  "APPLICATION_NOT_FOUND": {
    "means": "`init` looked through the folder and found nothing that it could make a hatchery.yaml of.",
    "cause": "Called in an empty folder, or in one without a package.json, requirements file, pyproject.toml or Dockerfile.",
    "fix": "Call it in the application's folder, or write hatchery.yaml by hand; docs/config.md begins with the shortest one."
  },
  "AWS_ACCESS_DENIED": {
    "means": "AWS knows who calls but the identity may not make this call. The message names the permission.",
    "cause": "The policy of the releasing role lacks one action, or a condition in it does not match (region, resource, tag).",
    "fix": "Allow the named action; docs/preflight.md lists every permission that a release uses. Run the same command again."
  },
  "AWS_CREDENTIALS_EXPIRED": {
    "means": "The session token is no longer valid. Nothing is lost: the journal knows how far the release came.",
    "cause": "A job longer than its credentials.",
    "fix": "Get new credentials and run the same command again: it finishes or undoes what was begun. On GitHub give `with-aws` the token request URL and token, so that Hatchery renews by itself."
  },
  "AWS_CREDENTIALS_INVALID": {
    "means": "AWS, or GitHub for an identity token, does not accept who calls.",
    "cause": "Wrong keys, a role that does not trust this repository, a job without `id-token: write`, or a wrong clock.",
    "fix": "Check the role and its trust policy; in a job add `permissions: id-token: write`."
  },
  "AWS_NOT_FOUND": {
    "means": "AWS does not know the cluster, service, task definition, table or repository that was named.",
    "cause": "A misspelt name, the wrong region or the wrong account.",
    "fix": "Compare the name with `hatchery.yaml` (`stages`), then run `preflight`."
  },
  "AWS_REFUSED": {
    "means": "AWS read the request and refused it; its own reason is in the message.",
    "cause": "A setting that does not fit the resource, a quota, or a feature that the stand-in does not model.",
    "fix": "Follow the reason. It is never retried, because it would be refused again."
  },
  "AWS_THROTTLED": {
    "means": "AWS answered \"too many requests\" longer than Hatchery waits.",
    "cause": "Other tools use up the same account-wide rate.",
    "fix": "Run the same command again in a few minutes; it goes on where it was."
  },
  "AWS_UNREACHABLE": {
    "means": "No usable answer came. Whether the call had its effect is not known; every effect of Hatchery is made so that it can be looked up or repeated.",
    "cause": "Network, proxy, or a fault at AWS.",
    "fix": "Check the network, then run the same command again."
  },
  "BASE_INVALID": {
    "means": "`--base` names something that is not a commit of this repository, and it does not look like one that is merely not fetched.",
    "cause": "A misspelt branch, or the name of a file or tag of something else than a commit.",
    "fix": "Give a branch, tag or commit; the message lists near names. A base that is not fetched is no error: then everything is covered, and the plan says so."
  },
  "CELL_UNKNOWN": {
    "means": "A matrix cell was named that hatchery.yaml does not have.",
    "cause": "a version that left the matrix.",
    "fix": "name one of the cells that the message lists, such as python-3.11."
  },
  "CHECKS_FAILED": {
    "means": "At least one check is red.",
    "cause": "findings, failing tests or coverage below its floor, each listed with file and line.",
    "fix": "mend what is listed; the last line of the message reproduces the first red check alone."
  },
  "CHECKS_UNDECIDED": {
    "means": "At least one check could not be decided, and none found anything.",
    "cause": "a tool that crashed, a service that did not get ready, an install that failed, a report that cannot be read.",
    "fix": "read why in the lines of the message; the same command again reruns only what was not decided."
  },
  "CHECK_KILLED": {
    "means": "A tool was ended by a signal. Signal 9 is mostly the kernel taking memory back. Give the engine more memory, run fewer workers (`vitest --maxWorkers`, `pytest -n`), or split the tests with `--shard`."
  },
  "CHECK_TIME_LIMIT": {
    "means": "A tool ran longer than the component allows. Its output up to then is in the report; the last test it names is mostly the one that hangs. Mend that test or raise `testTimeoutSeconds` of the component."
  },
  "COMMAND_FAILED": {
    "means": "A command that prepares a check, such as the install of dependencies, ended with an error.",
    "cause": "a lock file that does not match its manifest, a package that does not exist, a registry of packages that cannot be reached.",
    "fix": "read the last lines of the command's output, which the message carries, and run the same install on your machine."
  },
  "COMPONENT_UNKNOWN": {
    "means": "A component was named that hatchery.yaml does not have.",
    "cause": "a typing error, or a component that was renamed.",
    "fix": "name one of the components that the message lists."
  },
  "CONFIG_EXISTS": {
    "means": "`init` was asked for a first hatchery.yaml where there is one.",
    "cause": "`init` was run twice.",
    "fix": "edit the file, or remove it first."
  },
  "CONFIG_INVALID": {
    "means": "hatchery.yaml says something that cannot be. Every issue is listed at once, with line and column.",
    "cause": "A misspelt key or name, a wrong type, a path that moved.",
    "fix": "Correct the lines listed; docs/config.md describes every field, and schema/hatchery.schema.json makes editors check them."
  },
  "CONFIG_NOT_FOUND": {
    "means": "There is no hatchery.yaml in the folder or above it.",
    "cause": "Called outside the application, or the application does not use Hatchery yet.",
    "fix": "Call it in the application's folder, name the file with `--config`, or let `init` write a first one."
  },
  "COVERAGE_BELOW_MINIMUM": {
    "means": "Tests ran fewer lines than the floor asks for.",
    "cause": "new code without tests, or a test file that was removed.",
    "fix": "add tests for the lines that the report lists, or lower `coverage` in hatchery.yaml with a reason in the commit."
  },
  "CREDENTIALS_MISSING": {
    "means": "Something needs AWS credentials and none were given.",
    "cause": "the function was called without `with-aws` before it.",
    "fix": "call `with-aws` first, or use a registry of kind `oci`."
  },
  "DEPLOYMENT_ROLLED_BACK": {
    "means": "The deployment that this run started did not stay: the circuit breaker, an alarm, the smoke test or Hatchery itself brought the previous revision back. The details show stop reason, exit code, health reason and the last log lines.",
    "cause": "The container crashes, its image or a secret cannot be read, or its health check fails.",
    "fix": "Read the evidence in the message, fix that, release again."
  },
  "DEPLOYMENT_STOPPED": {
    "means": "The deployment ended without the new revision and without a rollback that is known to have worked.",
    "cause": "Someone stopped it; a first deployment failed, so that there is nothing to go back to; or the circuit breaker is set up without rollback.",
    "fix": "Look at the service with `status`; `preflight` tells whether rollback is switched on."
  },
  "DEPLOYMENT_SUPERSEDED": {
    "means": "Somebody else started another deployment of the same service while ours was running.",
    "cause": "Two pipelines, or a person in the console.",
    "fix": "Let only Hatchery deploy the service, then release again."
  },
  "DEPLOYMENT_TIMED_OUT": {
    "means": "The deployment neither succeeded nor failed within `deploy.timeoutSeconds`; it was stopped.",
    "cause": "Tasks wait for capacity, or health checks and deregistration delays are slow.",
    "fix": "Read the last events in the message; make the health check faster before making the bound longer."
  },
  "ENGINE_FAILED": {
    "means": "The Dagger engine reported a failure that no rule knows.",
    "cause": "a full disk, a lost connection to the engine, an engine that was stopped.",
    "fix": "run the same command again; where it fails twice, `--progress=plain` shows the step that failed."
  },
  "EVENT_UNKNOWN": {
    "means": "`--event` names an event that has no rule.",
    "cause": "A misspelt name, or GitHub's own name of an event (`pull_request`).",
    "fix": "Give one of the events listed; docs/plan.md says what each means."
  },
  "GLOB_MATCHES_NOTHING": {
    "means": "A glob in `affectedBy` or `ignore` matches no file, so it could never do what it was written for.",
    "cause": "A folder that moved, or a glob written relative to the component; globs are relative to hatchery.yaml.",
    "fix": "Correct or remove the globs listed."
  },
  "HISTORY_UNREADABLE": {
    "means": "git could not compare the source with the base, so it is not known which lines changed.",
    "cause": "A shallow or damaged clone, or a `.git` that was only partly uploaded.",
    "fix": "Fetch the history with full depth and run again, or leave `--base` out."
  },
  "IMAGE_MISSING": {
    "means": "A component was asked for its image and has none.",
    "cause": "`image` is not set in hatchery.yaml.",
    "fix": "add `image: {}` to the component; it then builds the Dockerfile in its path."
  },
  "IMAGE_NOT_FOUND": {
    "means": "A registry does not have an image that a check, a service or a Dockerfile names.",
    "cause": "a typing error in the name or the tag, a private registry without a login, a closed network that has no stand-in for it.",
    "fix": "mend the name, or log in to its registry; in a closed network, add a stand-in to dev/engine."
  },
  "INTERNAL": {
    "means": "Hatchery itself failed.",
    "cause": "a fault in Hatchery.",
    "fix": "report it with the whole message."
  },
  "MANIFEST_UNREADABLE": {
    "means": "package.json is not valid JSON.",
    "cause": "a merge that went wrong.",
    "fix": "mend the file."
  },
  "MIGRATION_DESTRUCTIVE": {
    "means": "A new revision takes something away that running code may still use, and no waiver is recorded.",
    "cause": "A column or table dropped, renamed or retyped, or NOT NULL without a default.",
    "fix": "Expand first, contract in a later release; or record a waiver under `gates.vulnerabilities.waivers` with the id that the message names."
  },
  "MIGRATION_FAILED": {
    "means": "The migrator ran and failed. Hatchery does not run it a second time and never runs downgrades.",
    "cause": "The error of the migrator is in the details, with its last log lines.",
    "fix": "Fix the revision and release again. The message says which schema revision stays."
  },
  "MIGRATION_UNRESOLVED": {
    "means": "The answer of the migrator was lost and the database could not tell whether it ran.",
    "cause": "A broken connection together with a migrator that does not answer `{\"command\":\"current\"}`.",
    "fix": "Look at the revision in the database, then release again. Hatchery has not invoked the migrator twice."
  },
  "MIGRATOR_AMBIGUOUS": {
    "means": "More than one function fits the pattern or tag; the details list them.",
    "cause": "A pattern that is too wide, or two stages in one region.",
    "fix": "Name the function under `migrate.function`, or narrow the pattern."
  },
  "MIGRATOR_NOT_FOUND": {
    "means": "No function fits the name, pattern or tag in this region; the details list the nearest names.",
    "cause": "A wrong name, region or account.",
    "fix": "Correct `migrate` in the stage."
  },
  "NOTHING_TO_CHECK": {
    "means": "There is nothing that the check could look at.",
    "cause": "no component has a language.",
    "fix": "set `language: node` or `language: python` on the components."
  },
  "NOTHING_TO_EXPLAIN": {
    "means": "`doctor` was called without the text of a failure.",
    "cause": "Neither `--failure` nor `--log` was given, or the file is empty.",
    "fix": "Give `--log FILE` with the whole output of the failed call, or `--failure TEXT`."
  },
  "NOT_ADOPTED": {
    "means": "`workflows` cannot tell which Hatchery the jobs of this repository shall call.",
    "cause": "dagger.json does not name Hatchery as a toolchain, or names one on github.com without its commit (`pin`).",
    "fix": "Add the toolchain to dagger.json as README.md shows, or let `dagger toolchain update hatchery` write the pin, then run `workflows` again."
  },
  "NOT_AVAILABLE": {
    "means": "Something was asked for that Hatchery does not do yet.",
    "cause": "a strategy or tool that is planned.",
    "fix": "use what the message names instead."
  },
  "NO_TESTS_RUN": {
    "means": "The test tool ran and found no test, or skipped every one. A component without tests has no `test` command in its manifest; else look at the tool's file patterns."
  },
  "PERFORMANCE_REGRESSED": {
    "means": "A benchmark is slower than the base's by more than the noise margin, `gates.performance.noisePercent`. Run it again to rule out a busy machine, then look at what changed."
  },
  "PREFLIGHT_FAILED": {
    "means": "Something would stop the release; nothing has been changed. The details list every finding.",
    "cause": "See each finding.",
    "fix": "Do what each finding says, or run `preflight` alone to see the whole tree."
  },
  "PUBLISH_INCOMPLETE": {
    "means": "The registry does not hold everything that a publish pushed.",
    "cause": "a registry that lost a blob, or a build that left out a platform.",
    "fix": "publish again; no receipt was written and the moving tag did not move."
  },
  "QUARANTINE_EXPIRED": {
    "means": "An entry of `gates.quarantine` has passed its date. Its owner mends the test and removes the entry, or gives a new reason and date."
  },
  "REGISTRY_THROTTLED": {
    "means": "The registry answered with status 429 until the retries were used up.",
    "cause": "too many pushes or pulls from one address.",
    "fix": "run the same command again in a minute; what was pushed is kept."
  },
  "REGISTRY_UNAUTHORIZED": {
    "means": "The registry refused the push with status 401 or 403.",
    "cause": "no login, a wrong password, or an account that may not push there.",
    "fix": "call it after `with-registry --user … --password …` of an account that may push."
  },
  "REGISTRY_UNREACHABLE": {
    "means": "The registry could not be reached, dropped the connection or answered with a status of 500 or more until the retries were used up.",
    "cause": "the registry is down, or a proxy cuts long uploads.",
    "fix": "check that the registry is up, then run the same command again; what was pushed is kept."
  },
  "RELEASE_FAILED": {
    "means": "The release did not go through. The message says which step failed and why, what went back and what remains.",
    "cause": "See the cause in the message.",
    "fix": "Fix the cause and release again."
  },
  "RELEASE_LOCKED": {
    "means": "Another release of this stage is running; the message names its holder and when its lease ends.",
    "cause": "Two jobs at once, or a killed one whose lease has not run out.",
    "fix": "Wait, or run again after the lease has ended: a dead holder is taken over."
  },
  "RELEASE_LOCK_LOST": {
    "means": "This run lost the lock of the stage, because it paused longer than its lease and another run took over. It stopped at once and undid nothing.",
    "cause": "A suspended machine, or an outage of DynamoDB longer than the lease.",
    "fix": "Look at the run that took over (`status`); nothing needs to be undone by hand."
  },
  "RELEASE_NOT_FOUND": {
    "means": "There is no such release of this stage, or none that succeeded.",
    "cause": "A misspelt id, or a first release.",
    "fix": "`status` lists the releases of the stage."
  },
  "REPORT_UNREADABLE": {
    "means": "A report of a tool is missing, empty, damaged or too large, so the check could not be decided.",
    "cause": "a tool that crashed while it wrote, a coverage tool that is not installed, a reporter setting that writes elsewhere.",
    "fix": "run the check alone with the reproduce line and look at what the tool writes."
  },
  "REPOSITORY_MISSING": {
    "means": "The registry has no repository of that name.",
    "cause": "an ECR repository that was never created, or a wrong prefix.",
    "fix": "create the repository, or mend registry.prefix in hatchery.yaml."
  },
  "REVISION_INVALID": {
    "means": "The text given as --revision cannot be an image tag.",
    "cause": "a branch name with slashes.",
    "fix": "use letters, digits, `_`, `.` and `-`, at most 128."
  },
  "REVISION_NOT_PUBLISHED": {
    "means": "The registry does not hold the full set of images of a revision.",
    "cause": "the publish failed or was of another commit, or only some components were published.",
    "fix": "run `publish` for this revision, or name one that was published."
  },
  "REVISION_UNKNOWN": {
    "means": "Nothing says which revision the source is.",
    "cause": "the source has no git history, or no commit yet.",
    "fix": "call from a git repository with a commit, or give --revision."
  },
  "ROLLBACK_REFUSED": {
    "means": "The chosen release is older than a contract step that the database has gone through; its code would meet a schema that it does not know.",
    "cause": "A destructive migration was applied after that release.",
    "fix": "Roll back to a release not older than the one the message names, or release a fix forward."
  },
  "SCANNER_SKIPPED_PACKAGES": {
    "means": "A scanner left out packages or files, which are named. What nobody looked at is not free of findings.",
    "cause": "pip-audit without its feed; a package from git or a URL that no feed knows; a version that cannot be compared; a source file that does not parse.",
    "fix": "mend the file, take the package from the registry, or run where the feed can be reached. Neither a waiver nor the baseline makes it pass."
  },
  "SCANNER_UNREACHABLE": {
    "means": "A scanner could not ask its feed of advisories, so nothing is known about the packages. It is never a pass and never a finding.",
    "cause": "the network refuses the feed (npm audit gets 405 from a proxy), or the registry is down.",
    "fix": "give advisories as a file (`gates.vulnerabilities.advisories` in hatchery.yaml), or run where the feed can be reached. See docs/security.md."
  },
  "SERVICE_NOT_READY": {
    "means": "A service that tests need did not become ready.",
    "cause": "a wrong healthcheck command, a missing variable such as POSTGRES_PASSWORD, an image that crashes at start.",
    "fix": "look at the service's image, env and healthcheck in hatchery.yaml; the message carries its last lines."
  },
  "SHARD_INVALID": {
    "means": "`--shard` takes `INDEX/COUNT` with the index from 1 to the count: `2/5`. `6/5` and `0/5` name no shard."
  },
  "SMOKE_FAILED": {
    "means": "The released application did not answer as hatchery.yaml says. The message tells whether the application or a dependency is down.",
    "cause": "See the failing checks in the details.",
    "fix": "Fix what the checks show; the components have gone back if this was part of a release."
  },
  "SOURCE_DIRTY": {
    "means": "Files differ from the commit whose SHA would name the images.",
    "cause": "a local change that is not committed.",
    "fix": "commit or revert it, or give --revision a name of its own."
  },
  "STAGE_UNKNOWN": {
    "means": "A stage was named that hatchery.yaml does not have.",
    "cause": "a typing error.",
    "fix": "name one of the stages that the message lists; `local` is always there."
  },
  "TOOL_FAILED": {
    "means": "A tool ended with an error and named no finding: it crashed, is not installed or could not read its own settings. The end of its output is in the message."
  },
  "TOOL_MISSING": {
    "means": "A folder's manifests name no tool for the check that was asked for.",
    "cause": "ESLint, ruff, mypy, vitest or pytest is not in the manifest, or the lock file is missing.",
    "fix": "add the tool, or set the component's `commands` in hatchery.yaml."
  },
  "WAIVER_EXPIRED": {
    "means": "A waiver has passed its date, so what it covered counts again. Its owner mends the finding or gives a new reason and date."
  }
}
