import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeptCall, SimulationReport } from '../../rehearsal/simulation-spec.ts';

const root = join(import.meta.dirname, '../..');

/** Runs the command as a person would, in a process of its own, and answers its report. */
function simulate(...args: readonly string[]): Promise<SimulationReport> {
  const command = [
    join(root, 'cli/eks-fleet.ts'),
    'simulate',
    ...args,
    '--seam',
    'direct',
    '--output',
    'json',
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as SimulationReport);
      } catch {
        reject(error ?? new Error(stderr));
      }
    });
  });
}

describe('clusters whose nodes are started by others than EKS', () => {
  let folder: string;
  let report: SimulationReport;
  /** Every request that EKS and CloudFormation carried out, as text. */
  let asked: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eks-fleet-own-nodes-'));
    const calls = join(folder, 'calls.json');
    report = await simulate('tests/flows/own-nodes/scenario.yaml', '--calls', calls);
    const kept = JSON.parse(await readFile(calls, 'utf8')) as readonly KeptCall[];
    asked = kept.map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`).join('\n');
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('come up, and what Karpenter stands on goes with its cluster', () => {
    expect(report.invariants.violated).toEqual([]);
    expect(report.operations.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'create Succeeded',
      'delete Succeeded',
      'create Succeeded',
    ]);
    expect(report.clusters).toEqual([
      expect.objectContaining({
        name: 'handmade',
        status: 'ACTIVE',
        nodeGroups: ['balanced', 'guarded', 'hardened', 'templated'],
      }),
    ]);
  });

  it.each([
    ["the stack of Karpenter's roles and queue", '"StackName":"eks-fleet-scaled-karpenter"'],
    ['the rule for spot interruptions', 'EC2 Spot Instance Interruption Warning'],
    ['the profile by its name', 'scaled-nodes'],
    [
      "the entry of Karpenter's nodes",
      '"principalArn":"arn:aws:iam::111122223333:role/eks-fleet/scaled-us-west-2-karpenter-node"',
    ],
    ['the key, not its path', '"PublicKeyMaterial":"ssh-ed25519 '],
    ['the groups to attach', 'sg-bastions'],
    ['where SSH comes from', '"SourceSecurityGroupId":"sg-vpn"'],
    ['the image', '"ImageId":"ami-hardened"'],
    ['the image of an older Ubuntu', '/eks/22.04/1.35/stable/current/amd64/hvm/ebs-gp2/ami-id'],
    ['the target group', 'targetgroup/shop/0123456789abcdef'],
    ['the launch template and its version', '"launchTemplate":{"version":"2","id":"lt-golden"}'],
  ])('asks AWS for %s', (_what, text) => {
    expect(asked.replaceAll('\\"', '"').includes(text)).toBe(true);
  });

  it('says which key it made up, and what else was there beforehand', () => {
    expect(report.prerequisites).toEqual(
      expect.arrayContaining([
        'public key at ./no/such/operators.pub, made up here: there is no such file',
        expect.stringContaining('image ami-hardened'),
        'Classic Load Balancer shop-classic',
        'target group arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/shop/0123456789abcdef',
        expect.stringContaining('launch template lt-golden with 2 versions'),
      ]),
    );
  });
});

describe('a key that is not there', () => {
  it('refuses the document by path where nothing is made up', async () => {
    const report = await simulate('tests/flows/own-nodes/handmade.yaml', '--without-prerequisites');
    expect(report.refused).toEqual([
      expect.objectContaining({ path: 'managedNodeGroups[0].ssh.publicKeyPath' }),
    ]);
  }, 30_000);
});
