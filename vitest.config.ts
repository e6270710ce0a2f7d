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
          maxWorkers: '100%',
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
          // After the unit tests. Two pages at a time: more would wait for each other’s frames.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          testTimeout: 90_000,
          hookTimeout: 120_000,
          // Software GL on two cores takes its time over a frame.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
