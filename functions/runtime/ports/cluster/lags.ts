import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLags } from '../../../../aws/cloudwatch/lags.ts';
import { perEnvironment } from '../../execution-environment.ts';

const client = perEnvironment(() => new CloudWatchClient({}));

/** The metrics of alarms of the function's own region. */
export const lags = perEnvironment(() => new CloudWatchLags(client));
