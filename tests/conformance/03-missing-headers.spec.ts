import { conformance } from './conformance-test.js';

conformance('missing-headers');
