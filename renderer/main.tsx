import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/base.css';
import { connect } from './rpc/connect.ts';
import { hostPort } from './rpc/port.ts';
import { servicesOver } from './services.ts';
import { App } from './views/shell/App.tsx';

const link = hostPort();
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <App link={link} services={servicesOver(connect(link))} />
  </StrictMode>,
);
