import { defineConfig } from 'vitest/config';
import { tours } from './scripts/tours/plugin.ts';

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [tours()],
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'test/browser/servers.ts',
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 120_000,
          // Software GL on two cores takes its time over a frame.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
