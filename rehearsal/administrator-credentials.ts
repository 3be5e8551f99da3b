import { ADMINISTRATOR_ACCESS_KEY_ID, ADMINISTRATOR_SECRET_ACCESS_KEY } from '../simulator/credentials.ts';

/** This process commands the simulated AWS from now on. */
export function useAdministratorCredentials(): void {
  // Makes this process an administrator of the simulated account. Settings of the machine's own are not read, such as
  // the endpoint of an `eks-fleet dev` in another shell.
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: ADMINISTRATOR_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: ADMINISTRATOR_SECRET_ACCESS_KEY,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_DEV: 'false',
  });
}
