import { fleetUpgradeRequested } from '../events/fleet-upgrade/requested.ts';
import { wavesTasks } from '../functions/waves/contracts.ts';
import { publish } from './builders/endings.ts';
import { operation } from './builders/operation.ts';
import { answer } from './builders/step.ts';
import { task } from './builders/task.ts';

export const upgradeFleet = operation({
  kind: 'upgrade-fleet',
  comment: 'Begins the upgrade of a fleet, or carries out what somebody wishes of it.',
  deadlineSeconds: 3600,
  startedBy: [fleetUpgradeRequested],
  accept: wavesTasks.acceptRequest,
  work: [
    task(wavesTasks.changeUpgrade, {
      patience: 'finishing',
      outcomes: {
        Refused: (refusal) => answer('ChangeRefused', refusal),
        Changed: (changed) => answer('UpgradeChanged', changed),
      },
    }),
  ],
  succeeds: 'Changed',
  tell: ({ upgrade }) => publish(wavesTasks.publishChanged, { given: { upgrade } }),
});
