#!/usr/bin/env node
// Node 20 does not read TypeScript; tsx translates it while loading. Nothing is built or downloaded.
import { register } from 'tsx/esm/api';

register();
await import('./capuy.ts');
