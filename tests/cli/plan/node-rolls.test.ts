import { expect, it } from '@jest/globals';
import { nodeRolls } from '../../../cli/plan/node-rolls.ts';
import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
import { type Decision, update } from '../../../domain/decide/decision.ts';
import { type Resources, template } from '../../../domain/desired/template.ts';

const config = { managedNodeGroups: [{ name: 'web' }] } as unknown as ClusterConfig;

const launchTemplate = (size: number): Resources => ({
  LaunchTemplate: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { size } } },
});

function rollsOf(deployed: Resources, decision: Decision) {
  const stack = {
    key: 'stack/nodegroup-web',
    stackName: 'eks-fleet-one-nodegroup-web',
    template: template('', launchTemplate(80), {}),
    tags: {},
    capabilities: [],
  };
  const stacks = { resources: async () => deployed };
  return nodeRolls(config, [{ key: stack.key, decision, stack }], stacks);
}

const updated = update({ operation: 'UpdateStack', request: {} }, 'update the stack');

it('foretells that nodes are replaced where their launch template changes', async () => {
  const [roll, ...more] = await rollsOf(launchTemplate(50), updated);
  expect(roll).toMatchObject({ key: 'nodeGroup/web', decision: { do: 'update' } });
  expect(roll).toHaveProperty(
    'decision.summary',
    'roll the nodes of web to the new version of its launch template',
  );
  expect(more).toEqual([]);
});

it('foretells nothing where the stack changes otherwise, or not at all', async () => {
  expect(await rollsOf(launchTemplate(80), updated)).toEqual([]);
  expect(await rollsOf({}, { do: 'create' })).toEqual([]);
});
