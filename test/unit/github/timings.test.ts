import { describe, expect, it } from 'vitest'
import { everything, generate, workflow } from './sample.ts'

describe('generated workflows of a repository with shards', () => {
  it('fetch the timings once for all shards, from the base and with a role that only looks', () => {
    const { timings, checks } = workflow('pull-request').jobs
    expect(timings?.if).toContain('github.event.pull_request.head.repo.full_name == github.repository')
    expect(timings?.steps[0]?.with?.ref).toBe('${{ github.event.pull_request.base.sha }}')
    expect(timings?.steps[1]?.with).toMatchObject({ function: 'timings', 'role-arn': '${{ vars.AWS_READ_ROLE_ARN }}' })
    expect(checks).toMatchObject({ needs: ['timings'], if: expect.stringContaining('!cancelled()') as string })
  })

  it('give every shard the same timings, or none of them any', () => {
    const { timings, checks } = workflow('pull-request').jobs
    // Both what a shard downloads and what it is given hang on one output, which is the same for all of them.
    expect(timings?.outputs).toEqual({ kept: '${{ steps.upload.outputs.artifact-id }}' })
    const [download, call] = (checks?.steps ?? []).slice(1)
    expect(download?.if).toBe("needs.timings.outputs.kept != ''")
    expect(call?.with?.timings).toContain("needs.timings.outputs.kept != '' && ")
    expect(JSON.stringify(checks)).not.toContain('continue-on-error')
  })

  it('keep the timings of the main branch with its images', () => {
    const [, download, call] = workflow('main').jobs.publish?.steps ?? []
    expect(download?.with?.name).toBe('reports')
    expect(call?.with).toMatchObject({ function: 'publish', timings: expect.stringContaining('timings.json') as string })
  })

  it('know nothing of timings where tests are not split, or nothing is published', () => {
    for (const text of [everything.replace(', shards: 3', ''), everything.replaceAll(/, image: \{[^}]*\}/g, '')]) {
      for (const [path, one] of Object.entries(generate(text))) expect(one, path).not.toContain('timings')
    }
  })
})
