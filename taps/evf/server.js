import { readFile } from 'node:fs/promises';
import express from 'express';
import { serve } from '@keg-images/server';
import { listSessions } from './sessions.js';

const core = JSON.parse(await readFile(`${process.env.DOC_CORE_PATH}/package.json`, 'utf8'));

const app = express();
app.disable('x-powered-by');
app.get('/', (request, response) => response.json({ tap: 'evf', core: core.version, sessions: listSessions().length }));
app.get('/sessions', (request, response) => response.json(listSessions()));

serve(app);
