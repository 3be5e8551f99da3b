import type { UpdateParam, UpdateType } from '@aws-sdk/client-eks';
import type { DurationName } from '../../durations.ts';

/** One kind of change that UpdateClusterConfig can make, checked and ready to be applied. */
export interface ConfigChange {
  readonly type: UpdateType;
  readonly params: readonly UpdateParam[];
  readonly duration?: DurationName;
  readonly apply: () => void;
}
