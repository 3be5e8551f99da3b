import { EKSClient } from '@aws-sdk/client-eks';
import { EksInventory } from '../../../aws/cluster-inventory.ts';
import { perEnvironment } from '../execution-environment.ts';

export const inventory = perEnvironment(() => new EksInventory(new EKSClient({})));
