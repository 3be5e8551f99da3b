import { FLEET_SCOPE, type Pause, type PauseRecord, pauseOf } from '../../../domain/operation/pause.ts';

export const ANN = 'arn:aws:iam::111122223333:user/ann';

/** Ann's pause of the fleet, with these members changed. */
export const aPauseRecord = (given: Partial<PauseRecord> = {}): PauseRecord => ({
  scope: FLEET_SCOPE,
  id: 'p1',
  owner: ANN,
  reason: 'audit',
  at: '2026-11-24T08:00:00Z',
  ...given,
});

/** All pauses that hold one cluster: one, or those that are given. */
export const aPause = (...given: readonly Partial<PauseRecord>[]): Pause =>
  pauseOf((given.length === 0 ? [{}] : given).map(aPauseRecord)) as Pause;
