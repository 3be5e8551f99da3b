import { perEnvironment, variable } from '../../execution-environment.ts';

/** The tables of the function's own region; the template names them. */
export const tables = perEnvironment(() => ({
  leases: variable('LEASES_TABLE'),
  fleet: variable('FLEET_TABLE'),
}));
