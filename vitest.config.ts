import tsconfigPaths from 'vite-tsconfig-paths'
import { defineConfig } from 'vitest/config'

// A zone with a quarter-hour offset shows where the server's own zone slips into a rule.
process.env.TZ = 'Asia/Kathmandu'

const setupFiles = ['tests/setup/environment.ts', 'tests/setup/console.ts']

export default defineConfig({
  plugins: [tsconfigPaths()],
  test: {
    env: { TZ: 'Asia/Kathmandu', NODE_ENV: 'test' },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}', 'app/**/*.test.{ts,tsx}', 'emails/**/*.test.tsx', 'tests/architecture.test.ts'],
          testTimeout: 30_000,
          setupFiles,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/setup/global.ts'],
          setupFiles: [...setupFiles, 'tests/setup/database.ts'],
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
