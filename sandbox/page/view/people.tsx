// Who am I? One link per person, always in sight. Links, so that a second tab can be somebody else.

import type { JSX } from 'preact';
import type { Person } from '../api/types.ts';
import { routeTo } from '../state/route.ts';
import { Avatar } from './avatar.tsx';

interface Props {
  people: readonly Person[];
  as: string | null;
  channelId: string | null;
}

export function People({ people, as, channelId }: Props): JSX.Element {
  return (
    <nav class="people" aria-label="Who am I" data-testid="people">
      <span class="people-title" aria-hidden="true">
        I am
      </span>
      {people.map((person) => (
        <a
          key={person.id}
          href={routeTo(person.id, channelId)}
          class="person"
          aria-current={person.id === as ? 'true' : undefined}
          data-testid={`person-${person.id}`}
          aria-label={`${person.display_name}, ${person.about}`}
          title={`Be ${person.display_name}`}
        >
          <Avatar name={person.display_name} color={person.avatar} size="small" />
          <span class="person-words">
            <strong>{person.display_name}</strong>
            <small>{person.about}</small>
          </span>
        </a>
      ))}
    </nav>
  );
}
