import { conformance } from './conformance-test.js';

conformance('bad-credentials');
