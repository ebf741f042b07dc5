// The messages of the open channel. The list follows the newest message while its end is in sight;
// reaching the top loads older ones and keeps the place.
//
// It is a log: a screen reader speaks what is added. Texts that only change, like "5 minutes ago",
// stay silent; what a message says anew is drawn anew (see message.tsx), and thereby spoken.

import { Fragment, type JSX, type RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Underway } from '../state/model.ts';
import { EMPTY, rowsOf, type Timeline } from '../state/timeline.ts';
import { dayName } from '../text/timestamp.ts';
import { Avatar } from './avatar.tsx';
import { useHere } from './context.ts';
import { Dots, Icon } from './icons.tsx';
import { MessageView } from './message.tsx';

const NEAR_PX = 80;

export function Messages(): JSX.Element {
  const { state, chat, place, world } = useHere();
  const channelId = place?.id ?? '';
  const timeline = state.timelines[channelId] ?? EMPTY;
  const rows = useMemo(() => rowsOf(timeline.messages), [timeline.messages]);
  const echoes = state.underway.filter(
    (one) => one.kind === 'command' && one.channelId === channelId,
  );
  const list = useRef<HTMLDivElement>(null);
  const { away, onScroll, jump } = useStick(list, timeline, echoes.length, world.me.id);
  const now = Date.now();

  return (
    <div class="messages-frame">
      <div
        class="messages"
        ref={list}
        role="log"
        aria-relevant="additions"
        aria-label={`Messages in ${place?.name ?? 'no channel'}`}
        aria-busy={timeline.status === 'loading' ? 'true' : undefined}
        tabIndex={0}
        data-testid="messages"
        onScroll={() => {
          onScroll();
          if ((list.current?.scrollTop ?? 1) < NEAR_PX) void chat.loadOlder(channelId);
        }}
      >
        <div class="messages-inner">
          <Top timeline={timeline} channelId={channelId} />
          {rows.map((row) => (
            <Fragment key={row.message.id}>
              {row.newDay && <Divider text={dayName(row.message.timestamp, now)} />}
              <MessageView row={row} />
            </Fragment>
          ))}
          {echoes.map((echo) => (
            <Echo key={echo.key} echo={echo} />
          ))}
        </div>
      </div>
      {away && (
        <button type="button" class="button button-primary jump" onClick={jump}>
          <Icon name="down" /> Newest messages
        </button>
      )}
    </div>
  );
}

interface Stick {
  away: boolean;
  onScroll(): void;
  jump(): void;
}

function useStick(
  list: RefObject<HTMLDivElement | null>,
  timeline: Timeline,
  echoes: number,
  me: string,
): Stick {
  const [away, setAway] = useState(false);
  const stuck = useRef(true);
  const before = useRef({ first: '', last: '', height: 0, echoes: 0 });
  const jump = (): void => {
    stuck.current = true;
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const first = timeline.messages[0]?.id ?? '';
    const last = timeline.messages[timeline.messages.length - 1];
    const grew = element.scrollHeight - before.current.height;
    const older = before.current.first !== '' && first !== before.current.first;
    // What I send, I want to see.
    if (
      echoes > before.current.echoes ||
      (last?.author.id === me && last.id !== before.current.last)
    )
      stuck.current = true;
    if (stuck.current) element.scrollTop = element.scrollHeight;
    else if (older) element.scrollTop += grew;
    before.current = { first, last: last?.id ?? '', height: element.scrollHeight, echoes };
  }, [timeline.messages, echoes]);
  useEffect(() => followHeight(list, stuck), []);

  const onScroll = (): void => {
    const element = list.current;
    if (!element) return;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    stuck.current = left < NEAR_PX;
    setAway(left > 4 * NEAR_PX);
  };
  return { away, onScroll, jump };
}

/** Pictures that arrive late and a composer that grows must not hide the newest message. */
function followHeight(
  list: RefObject<HTMLDivElement | null>,
  stuck: { current: boolean },
): () => void {
  const element = list.current;
  const inner = element?.firstElementChild;
  if (!element || !inner) return () => undefined;
  const observer = new ResizeObserver(() => {
    if (stuck.current) element.scrollTop = element.scrollHeight;
  });
  observer.observe(element);
  observer.observe(inner);
  return () => observer.disconnect();
}

function Top({
  timeline,
  channelId,
}: {
  timeline: Timeline;
  channelId: string;
}): JSX.Element | null {
  const { chat } = useHere();
  const empty = timeline.messages.length === 0;
  if (timeline.status === 'failed')
    return <LoadFailed error={timeline.error} channelId={channelId} />;
  if (timeline.status === 'loading') return empty ? <Skeleton /> : null;
  if (timeline.complete) return <Beginning empty={empty} />;
  return (
    <p class="older">
      <button type="button" class="text-button" onClick={() => void chat.loadOlder(channelId)}>
        Show older messages
      </button>
    </p>
  );
}

function LoadFailed({ error, channelId }: { error: string; channelId: string }): JSX.Element {
  const { chat } = useHere();
  return (
    <div class="state" role="alert">
      <Icon name="alert" />
      <p>The messages could not be loaded. {error}</p>
      <button
        type="button"
        class="button button-primary"
        onClick={() => void chat.loadMessages(channelId)}
      >
        Try again
      </button>
    </div>
  );
}

function Skeleton(): JSX.Element {
  return (
    <div class="skeleton" role="status" aria-label="Loading messages">
      {[62, 84, 48, 71].map((width) => (
        <div key={width}>
          <i />
          <span style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}

function Beginning({ empty }: { empty: boolean }): JSX.Element {
  const { place, world } = useHere();
  const name = place?.guild ? `#${place.name}` : place?.name;
  return (
    <div class="beginning">
      {place?.recipient ? (
        <Avatar name={place.name} color={place.recipient.avatar_color} size="large" />
      ) : (
        <span class="beginning-icon">
          <Icon name="hash" />
        </span>
      )}
      <h2>{place?.recipient ? place.name : `Welcome to ${name}`}</h2>
      <p>
        {place?.recipient
          ? `This is where you and ${place.name} write to each other.`
          : `This is the beginning of ${name}.`}
        {empty && ` Nobody has written yet. Type /clock to meet ${world.application.name}.`}
      </p>
    </div>
  );
}

function Divider({ text }: { text: string }): JSX.Element {
  return (
    <div class="divider" role="separator" aria-label={text}>
      <span>{text}</span>
    </div>
  );
}

/** A command that was just sent and has no message yet, or never got one. */
function Echo({ echo }: { echo: Underway }): JSX.Element {
  const { chat, world } = useHere();
  const { application, me } = world;
  return (
    <article
      class="message leads ephemeral echo"
      aria-label={`${echo.label}, being sent`}
      data-testid="echo"
    >
      <p class="cause">
        <Icon name="reply" />
        <Avatar name={me.display_name} color={me.avatar} size="small" />
        <span>
          {me.display_name} used <strong>{echo.label}</strong>
        </span>
      </p>
      <div class="message-main">
        <Avatar name={application.name} color={application.avatar} />
        <div class="message-body">
          <header class="message-header">
            <span class="role-name">{application.name}</span>
            <span class="badge">App</span>
          </header>
          {echo.failure === null ? (
            <p class="thinking">
              <Dots />
              Sending command…
            </p>
          ) : (
            <p class="failure" role="alert" data-testid="interaction-failed">
              <Icon name="alert" /> {echo.failure}{' '}
              <button
                type="button"
                class="text-button"
                onClick={() => chat.interactions?.dismissFailure(echo.key)}
              >
                Dismiss message
              </button>
            </p>
          )}
        </div>
      </div>
    </article>
  );
}
