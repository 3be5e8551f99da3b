import type { Config } from 'jest';

// Thorough tests run every simulation twice, and both must come to the same, down to the last byte of the trace.
if (process.env.EKS_FLEET_THOROUGH) process.env.EKS_FLEET_TWICE ??= '1';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          transform: { verbatimModuleSyntax: true },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  coverageProvider: 'babel',
  // On a machine that does other work as well, seconds are no sign of a fault.
  testTimeout: 30_000,
  // Jest leaves one core alone by default, which on the two of CI is half of them.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/scripts/summary-reporter.ts'],
} satisfies Config;
