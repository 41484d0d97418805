import type { Feature } from '../../feature.ts';

/** Accounts are made before there is a session, and changed by requests of the accounts room; nobody may ask us. */
export const registration: Feature = {
  xeps: [
    { number: '0077', version: '2.4', status: 'complete' },
    { number: '0158', version: '1.0.1', status: 'partial', note: 'Pictures that come with a sign-up form.' },
    { number: '0004', version: '2.13.2', status: 'partial', note: 'Forms to fill in; tables of results are not shown.' },
    { number: '0122', version: '1.0.2', status: 'complete', note: 'A pattern that could hold the window up is left to the server.' },
    { number: '0141', version: '1.0', status: 'partial', note: 'Pages stand one below the other; tables are not shown.' },
    { number: '0221', version: '1.0', status: 'partial', note: 'Pictures that come along; nothing is fetched.' },
    { number: '0231', version: '1.1', status: 'partial', note: 'Data that comes along with a form.' },
    { number: '0066', version: '1.5', status: 'partial', note: 'The address of a sign-up page, and of a file that was uploaded.' },
  ],
  advertises: [],
};
