import { removeFleet } from '../../../aws/deployment/remove.ts';
import { givenStep } from '../step.ts';

/** The stage is taken out of the account, as `eks-fleet uninstall --delete-data` does. */
export const uninstall = givenStep<{ readonly uninstall: 'with data' }>((_step, { world, spec, drive }) => {
  const { regions, stage } = spec;
  return drive(removeFleet({ regions, stage, deleteData: true, sleep: (ms) => world.kernel.sleep(ms) }));
});
