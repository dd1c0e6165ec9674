import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/support/database.setup.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine may take longer than the second that is usual to come to what a test waits for.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    // Files share a process: reading the sources anew for each took a quarter of the whole run.
    isolate: false,
  },
});
