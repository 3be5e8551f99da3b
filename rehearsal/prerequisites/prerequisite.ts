import type { World } from '../../simulator/world.ts';

/**
 * Something that must exist before a document can be applied, and that a person would have made beforehand. The
 * document's own words tell it.
 */
export interface Prerequisite {
  /** For people: `key pair ops in us-west-2`. */
  readonly text: string;
  /** Puts it into the simulated world. Answers `later` if its parent is not there yet. */
  plant(world: World): Promise<'done' | 'later'>;
}

/** The region and account of the document's resources. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

export const once = (text: string, plant: (world: World) => void | Promise<void>): Prerequisite => ({
  text,
  plant: async (world) => {
    await plant(world);
    return 'done';
  },
});
