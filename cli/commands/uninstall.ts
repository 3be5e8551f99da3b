import { removeFleet } from '../../aws/deployment/remove.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, regionsOf } from '../fleet.ts';
import { printResult } from '../output.ts';
import { sleep } from '../sleep.ts';

export interface UninstallOptions extends FleetOptions {
  readonly confirm: string;
  readonly deleteData?: boolean;
}

/** `uninstall`: everything of ours and nothing of yours; refused while an operation is under way. */
export async function runUninstall(options: UninstallOptions): Promise<void> {
  const { confirm, deleteData = false } = options;
  if (options.stage !== confirm)
    throw new CommandError(
      `--confirm says ${confirm}, the stage is ${options.stage}`,
      'repeat the stage exactly',
    );
  const fleet = await connect(options);
  const { regions, stage } = fleet;
  const held = await Promise.all(regionsOf(fleet).map(heldLeases));
  const [first] = held.flat();
  if (first)
    throw new CommandError(
      `${held.flat().length} operations are under way, for example ${first.operation.kind} of ${first.operation.cluster.name}`,
      'wait for their end, see `eks-fleet get operations`',
    );
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`);
  const { kept } = await removeFleet({ regions, stage, deleteData, sleep, onProgress });
  printResult(options.output, { stage, regions, kept }, () =>
    ['uninstalled; your clusters are as they were', ...kept.map((what) => `kept: ${what}`)].join('\n'),
  );
}

/** None where the region's lease table is gone already: an uninstall that stopped halfway goes on. */
async function heldLeases({ operations }: ReturnType<typeof regionsOf>[number]) {
  try {
    return await operations.heldLeases();
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return [];
    throw error;
  }
}
