// An interaction as Discord writes it.
// Source: Discord's page "Receiving and Responding", Interaction Structure.

import { actingMember, messageObject, partialChannel, userObject } from './objects.ts';
import { Bit } from './permissions.ts';
import type { InteractionRecord, Message } from './state.ts';
import type { Place, World } from './world.ts';

const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;

/** What the bot may do there; in direct messages Discord says a fixed set. */
function appPermissions(world: World, place: Place): bigint {
  if (place.guild) return world.permissions(place, world.app.bot_id);
  return Bit.AttachFiles | Bit.EmbedLinks | Bit.MentionEveryone | Bit.UseExternalEmojis;
}

export function interactionPayload(
  world: World,
  place: Place,
  record: InteractionRecord,
  data: object,
  source: Message | null,
  origin: string,
): Record<string, unknown> {
  const user = world.user(record.user_id);
  const { guild } = place;
  return {
    app_permissions: String(appPermissions(world, place)),
    application_id: world.app.id,
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
    authorizing_integration_owners: { 0: guild?.id ?? '0' },
    channel: partialChannel(world, place, user.id),
    channel_id: place.id,
    context: guild ? 0 : 1,
    data,
    entitlement_sku_ids: [],
    entitlements: [],
    ...(guild && {
      guild: { features: ['COMMUNITY'], id: guild.id, locale: guild.preferred_locale },
      guild_id: guild.id,
      guild_locale: guild.preferred_locale,
      member: actingMember(world, place, user.id),
    }),
    ...(!guild && { user: userObject(user) }),
    id: record.id,
    locale: user.locale,
    ...(source && { message: messageObject(world, source, origin) }),
    token: record.token,
    type: record.type,
    version: 1,
  };
}
