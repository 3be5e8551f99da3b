import * as z from 'zod';
import { takeInventory } from '../../checkers/nothing-left.ts';
import { plantGivenNetwork } from '../plant.ts';
import { givenNetwork as network } from '../plant-schema.ts';
import { writtenStep } from '../step.ts';

export const givenNetwork = writtenStep(
  z.strictObject({ givenNetwork: network }),
  async ({ givenNetwork: given }, on) => {
    plantGivenNetwork(given, on.world);
    on.before = await takeInventory(on.world, on.spec.regions);
  },
);
