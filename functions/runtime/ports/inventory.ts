import { EksInventory } from '../../../aws/cluster-inventory.ts';
import { eksClient } from '../clients/eks.ts';
import { perEnvironment } from '../execution-environment.ts';

export const inventory = perEnvironment(() => new EksInventory(eksClient()));
