// Start of one contender's process: node ingest-speed-child.mjs; what to read comes as a message.
import { register } from 'tsx/esm/api';

register();
const { serve } = await import('./ingest-speed-contenders.ts');
serve();
