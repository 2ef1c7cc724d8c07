import { shellWord } from '../parse/settle.ts'
import type { ToolStep } from '../spec.ts'

/** Tools that Hatchery brings, in the versions that were tried. */
export const scanners = { bandit: '1.9.4', pipAudit: '2.10.1', secretlint: '13.0.5', semgrep: '1.185.0' } as const

/** Folder of those tools inside a container, apart from what the project installs. */
const tools = '/opt/hatchery'

/** Install a scanner from PyPI beside the project's own packages. */
export const pythonScanner = (name: string, version: string): readonly string[] => [`python -m venv ${tools}`, `${tools}/bin/pip install --disable-pip-version-check ${name}==${version}`]

/** Install the secret scanner. */
export const secretScanner = (): readonly string[] => [`npm install --prefix ${tools} --no-audit --no-fund --ignore-scripts @secretlint/quick-start@${scanners.secretlint}`]

export const npmAuditStep: ToolStep = { tool: 'npm-audit', command: 'npm audit --json --package-lock-only >"$OUT/npm-audit.json"' }

/** Names the packages for a file of advisories. */
export const pipListStep: ToolStep = { tool: 'advisories', command: 'python -m pip list --disable-pip-version-check --format json >"$OUT/pip-list.json"' }

export const pipAuditStep: ToolStep = {
  tool: 'pip-audit',
  command: `python -m pip list --disable-pip-version-check --format json >"$OUT/pip-list.json" || exit 2
${tools}/bin/pip-audit --path "$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" --progress-spinner off --format json --output "$OUT/pip-audit.json"`,
}

export const banditStep: ToolStep = { tool: 'bandit', command: `${tools}/bin/bandit --quiet --recursive . --format json --output "$OUT/bandit.json"` }

/** Where an application keeps rules of its own, next to hatchery.yaml. */
export const semgrepRules = ['.semgrep.yml', '.semgrep.yaml', '.semgrep']

/** Asks nobody: rules come from the repository alone, and no version or usage is told. */
export const semgrepStep = (rules: readonly string[]): ToolStep => ({
  tool: 'semgrep',
  command: `${tools}/bin/semgrep scan --metrics off --disable-version-check --verbose --no-git-ignore --max-target-bytes 0 ${rules.map((one) => `--config ${one}`).join(' ')} --json --output "$OUT/semgrep.json" .`,
})

export const eslintSecurityStep: ToolStep = { tool: 'eslint-security', command: 'npx --no-install eslint . --format json --output-file "$OUT/eslint.json"' }

// A connection string to one's own machine or to a service of the checks opens nothing.
const harmless = '/@(localhost|127\\.0\\.0\\.1|\\[::1\\]|host\\.docker\\.internal|[a-z0-9-]+)[:/]/'
const rules = {
  rules: [
    {
      id: '@secretlint/secretlint-rule-preset-recommend',
      rules: [{ id: '@secretlint/secretlint-rule-database-connection-string', options: { allows: [harmless] } }],
    },
  ],
}

// secretlint's own report holds the text of every file; only places leave this process.
const places = `const files = JSON.parse(require("fs").readFileSync(0, "utf8"))
const found = files.flatMap(({ filePath, messages }) => messages.map(({ loc, ruleId, messageId }) => ({ file: filePath, line: loc.start.line, rule: ruleId, kind: messageId })))
require("fs").writeFileSync(process.env.OUT + "/secrets.json", JSON.stringify(found))`

/** Scan every file of the folder for secrets; nothing of what is found is printed or kept. */
export const secretsStep: ToolStep = {
  tool: 'secrets',
  command: `raw=$(mktemp)
${tools}/node_modules/.bin/secretlint --no-gitignore --secretlintrcJSON ${shellWord(JSON.stringify(rules))} --format json "**/*" >"$raw" 2>"$raw.err"
code=$?
[ $code -le 1 ] || { echo "secretlint ended with exit code $code"; exit $code; }
node -e ${shellWord(places)} <"$raw"
code=$?
rm -f "$raw" "$raw.err"
exit $code`,
}
