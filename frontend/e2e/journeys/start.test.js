import { journey } from '../harness/journey.js';
import { look } from '../harness/look.js';
import { start } from './people.js';

const northwind = {
  organization: 'Northwind',
  short: 'northwind',
  name: 'Maria Weber',
  email: 'maria@northwind.example',
  password: 'a sentence that works well',
};

journey('an organization starts itself, and its owner confirms the address', async ({ service, open }) => {
  const page = await open();
  await start({ service, page, ...northwind, see: (name) => look(page, name) });
});

journey('an organization starts itself with script off', async ({ service, open }) => {
  const page = await open({ script: false });
  await start({ service, page, ...northwind, see: (name) => look(page, name) });
});
