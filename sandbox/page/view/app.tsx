// The whole page: people above, places on the left, the chat in the middle, members on the right.
// On narrow screens the sides are drawers.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../state/chat.ts';
import { placeOf } from '../state/names.ts';
import { useStore } from '../state/store.ts';
import { Composer, type WantedCommand } from './composer.tsx';
import { HereContext, type Here } from './context.ts';
import { Drawer } from './drawer.tsx';
import { Hint } from './hint.tsx';
import { Dots, Icon } from './icons.tsx';
import { Members } from './members.tsx';
import { Modal } from './modal.tsx';
import { People } from './people.tsx';
import { Sidebar } from './sidebar.tsx';
import { Messages } from './timeline.tsx';

export function App({ chat }: { chat: Chat }): JSX.Element {
  const state = useStore(chat.store);
  const [wanted, setWanted] = useState<WantedCommand | null>(null);
  const { world, people, fault } = state;
  const me = world?.me.display_name;
  useEffect(() => {
    document.title = me ? `${me} · On the Clock sandbox` : 'On the Clock sandbox';
  }, [me]);

  const place = world ? placeOf(world, state.channelId) : null;
  const startCommand = (name: string): void => setWanted({ name, wish: (wanted?.wish ?? 0) + 1 });
  const here: Here | null = world && { chat, state, world, place, startCommand };
  return (
    <div class="page">
      <header class="top">
        <h1>
          On the Clock <small>sandbox</small>
        </h1>
        {people && <People people={people} as={state.as} channelId={state.channelId} />}
      </header>
      <Lost lost={state.connection === 'lost' && world !== null} />
      {here ? (
        <HereContext.Provider value={here}>
          <Room here={here} wanted={wanted} />
        </HereContext.Provider>
      ) : (
        <Waiting
          fault={fault || (state.connection === 'lost' ? 'The sandbox cannot be reached.' : '')}
        />
      )}
      <Notice text={state.notice} onClose={() => chat.note('')} />
    </div>
  );
}

type Side = 'places' | 'members' | null;

function Room({ here, wanted }: { here: Here; wanted: WantedCommand | null }): JSX.Element {
  const { state, place } = here;
  const [side, setSide] = useState<Side>(null);
  useEffect(() => setSide(null), [state.channelId, state.as]);
  const close = (): void => setSide(null);
  return (
    <>
      <div class="room" inert={state.modal !== null}>
        <Drawer side="left" open={side === 'places'} label="Servers and channels" onClose={close}>
          <Sidebar />
        </Drawer>
        <main class="chat" aria-label={place ? `Channel ${place.name}` : 'No channel'}>
          <ChannelBar here={here} side={side} onSide={setSide} />
          <Hint />
          {place ? <Messages key={place.id} /> : <NoPlace />}
          {place && <Composer key={place.id} wanted={wanted} />}
        </main>
        <Drawer side="right" open={side === 'members'} label="Members" onClose={close}>
          <Members />
        </Drawer>
      </div>
      {state.modal && <Modal key={state.modal.form.interaction_id} modal={state.modal} />}
    </>
  );
}

interface BarProps {
  here: Here;
  side: Side;
  onSide(side: Side): void;
}

function ChannelBar({ here, side, onSide }: BarProps): JSX.Element {
  const { place } = here;
  const toggle = (wanted: Side): void => onSide(side === wanted ? null : wanted);
  return (
    <header class="channel-bar">
      <button
        type="button"
        class="icon-button only-narrow"
        aria-label="Servers and channels"
        aria-expanded={side === 'places'}
        onClick={() => toggle('places')}
      >
        <Icon name="menu" />
      </button>
      <Icon name={place?.recipient ? 'mail' : 'hash'} />
      <h2 data-testid="channel-name">{place?.name ?? 'Nowhere'}</h2>
      {place?.guild && <small>{place.guild.name}</small>}
      <button
        type="button"
        class="icon-button only-medium"
        aria-label="Members"
        aria-expanded={side === 'members'}
        onClick={() => toggle('members')}
      >
        <Icon name="people" />
      </button>
    </header>
  );
}

function NoPlace(): JSX.Element {
  return (
    <div class="state">
      <Icon name="hash" />
      <p>There is no channel here that you may read.</p>
    </div>
  );
}

function Waiting({ fault }: { fault: string }): JSX.Element {
  return (
    <main>
      <div class="state" role={fault ? 'alert' : 'status'}>
        {fault ? <Icon name="alert" /> : <Dots />}
        <p>{fault ? `${fault} Trying again…` : 'Loading…'}</p>
      </div>
    </main>
  );
}

function Lost({ lost }: { lost: boolean }): JSX.Element {
  return (
    <div role="status" data-testid="connection">
      {lost && (
        <p class="lost">
          <Dots /> Reconnecting…
        </p>
      )}
    </div>
  );
}

const NOTICE_MS = 8_000;

function Notice({ text, onClose }: { text: string; onClose(): void }): JSX.Element {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (text === '') return undefined;
    const timer = setTimeout(() => close.current(), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="notice-frame" role="alert" data-testid="notice">
      {text && (
        <p class="notice">
          <Icon name="alert" /> {text}
          <button type="button" class="icon-button" aria-label="Close the notice" onClick={onClose}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  );
}
