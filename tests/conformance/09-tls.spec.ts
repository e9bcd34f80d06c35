import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('tls')) test(title, details, body);
