import { conformance } from './conformance-test.js';

conformance('refresh-flow');
