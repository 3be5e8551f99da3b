import type { Config } from 'jest';

// Thorough tests run the first simulation of each worker, and every fourth after it, twice: both must come to the same, down to
// the last byte of the trace. Whatever is not determined by the seed is so in more than one simulation.
if (process.env.EKS_FLEET_THOROUGH) process.env.EKS_FLEET_TWICE ??= '4';

// Suites that take minutes, and see what few changes make. CONTRIBUTING says of each what it holds.
const IN_CI_ALONE = [
  'cli/fleet',
  'cli/fleet-documents',
  'cli/fleet-upgrades',
  'cli/freezes',
  'cli/pauses',
  'cli/scaling',
  'flows/cancel-failover',
  'flows/containment',
  'flows/crash-everywhere',
  'flows/failover-capacity',
  'flows/failover-faults',
  'flows/iam-grants',
  'flows/outages',
  'flows/planned-failover',
  'flows/prepare-failovers',
  'flows/roll-back-matrix',
  'flows/standby-floor',
  'flows/uninstall-failovers',
  'flows/upgrade-fleet-approvals',
  'flows/upgrade-fleet-home',
  'project/deployment/packaged',
  'rehearsal/both-seams',
  'rehearsal/determinism',
  'rehearsal/same-trace',
];

export default {
  testEnvironment: '<rootDir>/tests/simulating-environment.ts',
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
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env.EKS_FLEET_THOROUGH ? [] : IN_CI_ALONE.map((name) => `/tests/${name}\\.test\\.ts$`)),
  ],
  coverageProvider: 'babel',
  // On a machine that does other work as well, seconds are no sign of a fault.
  testTimeout: 120_000,
  // Jest leaves one core alone by default, which on the two of CI is half of them.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/scripts/summary-reporter.ts'],
} satisfies Config;
