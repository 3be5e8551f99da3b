import type { Config } from 'jest';

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
  // Jest leaves one core alone by default, which on the two of CI is half of them.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/scripts/summary-reporter.ts'],
} satisfies Config;
