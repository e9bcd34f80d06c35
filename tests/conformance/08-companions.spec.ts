import { conformance } from './conformance-test.js';

conformance('companions');
