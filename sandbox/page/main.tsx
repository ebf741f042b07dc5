import { render } from 'preact';
import { Chat } from './state/chat.ts';
import { App } from './view/app.tsx';
import './style/page.css';

const chat = new Chat();
const root = document.getElementById('page');
if (root) render(<App chat={chat} />, root);
void chat.start();
