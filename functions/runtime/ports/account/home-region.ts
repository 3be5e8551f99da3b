import { perEnvironment, variable } from '../../execution-environment.ts';

/** The region in which Fleet documents are kept and all facts arrive; the template gives it. */
export const homeRegion = perEnvironment(() => variable('HOME_REGION'));
