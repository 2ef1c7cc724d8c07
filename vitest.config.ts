import { defineConfig } from 'vitest/config'

/** Three tiers: unit runs alone, integration starts what it needs, two files at once, module calls a real engine, one call at a time. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts', 'dev/engine/test/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 600_000, maxWorkers: 2 } },
      { test: { name: 'module', include: ['test/module/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 900_000, fileParallelism: false } },
    ],
  },
})
