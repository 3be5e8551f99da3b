import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { read, root } from './project-files.ts';

/** Runs the checker in a child process: it loads native code that does not survive Jest's module registry. */
function cruise(folder: string): { readonly violations: readonly string[]; readonly cruised: number } {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [tool, '--config', '.dependency-cruiser.json', '--output-type', 'json', '.'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (stdout === '') throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as Result;
  return {
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort(),
    cruised: summary.totalCruised,
  };
}

interface Result {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

/** One import for each rule that breaks it, and another that the rule must allow. */
const planted: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['schedules-is-pure', 'schedules/cron.ts', 'domain/cluster.ts'],
  ['domain-is-pure', 'domain/decide-create.ts', 'aws/eks.ts'],
  ['policy-knows-only-documents', 'domain/policy/freezes.ts', 'domain/scale/request.ts'],
  ['scale-knows-policy', 'domain/scale/hold.ts', 'domain/fleet/plan.ts'],
  ['firings-know-scale-and-policy', 'domain/firings/agenda.ts', 'domain/fleet/plan.ts'],
  ['events-import-domain', 'events/requested.ts', 'functions/create/start.ts'],
  ['aws-imports-domain', 'aws/eks.ts', 'events/requested.ts'],
  ['contracts-import-domain', 'functions/create/contracts.ts', 'events/requested.ts'],
  ['functions-import-domain-and-events', 'functions/create/start.ts', 'simulator/eks.ts'],
  ['only-runtime-imports-aws', 'functions/create/other.ts', 'aws/ec2.ts'],
  ['statemachines-import-contracts-and-events', 'statemachines/create.ts', 'functions/create/start.ts'],
  ['builders-know-no-workflow', 'statemachines/builders/phase.ts', 'statemachines/create.ts'],
  ['simulator-knows-nothing-of-fleets', 'simulator/eks.ts', 'domain/cluster.ts'],
  ['rehearsal-imports-simulator-and-contracts', 'rehearsal/run.ts', 'functions/create/start.ts'],
  ['cli-imports-rehearsal-aws-and-contracts', 'cli/eks-fleet.ts', 'simulator/eks.ts'],
  ['nothing-imports-cli-or-console', 'scripts/generate.ts', 'cli/eks-fleet.ts'],
];

const allowed: readonly (readonly [from: string, to: string])[] = [
  ['domain/decide-create.ts', 'schedules/at.ts'],
  ['domain/fleet/agenda.ts', 'domain/firings/coming.ts'],
  ['domain/firings/coming.ts', 'domain/scale/result.ts'],
  ['domain/scale/result.ts', 'domain/policy/selects.ts'],
  ['simulator/scheduler.ts', 'schedules/at.ts'],
  ['aws/ec2.ts', 'domain/cluster.ts'],
  ['functions/create/start.ts', 'events/fact.ts'],
  ['functions/create/start.ts', 'domain/cluster.ts'],
  ['functions/runtime/compose.ts', 'aws/ec2.ts'],
  ['statemachines/create.ts', 'functions/access/contracts.ts'],
  ['statemachines/create.ts', 'domain/cluster.ts'],
  ['rehearsal/run.ts', 'functions/access/contracts.ts'],
  ['rehearsal/run.ts', 'aws/deployment/deploy.ts'],
  ['scripts/measure.ts', 'tests/plan.ts'],
  ['cli/apply.ts', 'rehearsal/run.ts'],
];

/** Two files that import each other: no rule about folders forbids either import. */
const circle = ['schedules/and-round.ts', 'schedules/round.ts'] as const;

describe('imports', () => {
  it('run one way', () => {
    const { violations, cruised } = cruise(root);
    expect(violations).toEqual([]);
    expect(cruised).toBeGreaterThan(100);
  });

  it('that break a rule are found, type-only ones too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'architecture-'));
    try {
      const lines = new Map<string, string[]>();
      const circular = [circle, circle.toReversed() as [string, string]];
      const broken = planted.map(([, from, to]) => [from, to] as const);
      for (const [from, to] of [...broken, ...circular, ...allowed]) {
        const path = `${'../'.repeat(from.split('/').length - 1)}${to}`;
        lines.set(from, [...(lines.get(from) ?? []), `import type { Thing } from '${path}';`]);
        lines.set(to, lines.get(to) ?? []);
      }
      for (const [path, imports] of lines) {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        writeFileSync(join(folder, path), `${imports[0] ?? ''}\nexport type Thing = 1;\n`);
        imports.slice(1).forEach((line, index) => {
          writeFileSync(
            join(folder, path.replace('.ts', `-${index}.ts`)),
            `${line}\nexport type Thing = 1;\n`,
          );
        });
      }
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      cpSync(join(root, '.dependency-cruiser.json'), join(folder, '.dependency-cruiser.json'));
      expect(cruise(folder).violations).toEqual(
        [
          ...planted.map(([rule, from, to]) => `${rule}: ${from} → ${to}`),
          `no-circular: ${circle.join(' → ')}`,
        ].sort(),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('have a planted violation for every rule that names folders', () => {
    const { forbidden } = JSON.parse(read('.dependency-cruiser.json')) as {
      forbidden: readonly { name: string }[];
    };
    const general = ['no-circular', 'resolvable', 'no-tools-in-the-product'];
    expect(planted.map(([rule]) => rule)).toEqual(
      forbidden.map(({ name }) => name).filter((name) => !general.includes(name)),
    );
  });
});
