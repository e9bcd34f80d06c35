import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('document')) test(title, details, body);
