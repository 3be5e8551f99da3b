import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import { SimulationProcess } from '../../rehearsal/simulation-process.ts';
import type { SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import type { Seam } from '../../simulator/seam/seam.ts';

const REGION = 'us-east-1';

const value = {
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'web', region: REGION, version: '1.35' },
  managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 1 }],
};

/** Runs a seed in a new process, and again in the same one; answers rows of real and CPU time. */
async function replay(spec: SimulationSpec): Promise<readonly (readonly string[])[]> {
  const start = performance.now();
  const simulation = new SimulationProcess();
  try {
    await simulation.run(spec);
    const cold = performance.now() - start;
    const spent = await simulation.cpuSeconds();
    const { wallMs } = await simulation.run(spec);
    const again = (await simulation.cpuSeconds()) - spent;
    const seconds = (ms: number): string => (ms / 1000).toFixed(2);
    return [
      ['a process of its own', spec.seam ?? 'wire', seconds(cold), spent.toFixed(2)],
      ['a process that is warm', spec.seam ?? 'wire', seconds(wallMs), again.toFixed(2)],
    ];
  } finally {
    simulation.close();
  }
}

/** Measures the deployment of the fleet into one region and the creation of one cluster there, from a seed alone. */
export async function measureReplay(root: string): Promise<readonly (readonly string[])[]> {
  const regions = [REGION];
  const templates = await compileTemplates({ root, regions, stage: 'prod' });
  const specOf = (seam: Seam): SimulationSpec => ({
    ...BARE_FLEET,
    seed: 1,
    regions,
    templates,
    root,
    documents: [{ source: 'web.yaml', value }],
    seam,
  });
  const direct = await replay(specOf('direct'));
  return [['in', 'seam', 'real s', 'CPU s'], ...direct, ...(await replay(specOf('wire')))];
}
