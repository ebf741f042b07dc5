// Discord as a whole: the parts below, put together.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Faults } from '../faults.ts';
import type { Files } from '../files.ts';
import { Log } from '../log.ts';
import { Answers } from './answers.ts';
import { Commands } from './commands.ts';
import { postForged, postInteraction, probe, type Forgery } from './deliver.ts';
import { ApiError } from './errors.ts';
import { Gateway, type GatewaySettings } from './gateway.ts';
import { Interactions, type Interaction, type Via } from './interactions.ts';
import { Messages } from './messages.ts';
import { RateLimits, type Rate } from './ratelimit.ts';
import { Rest } from './rest.ts';
import { privateKeyOf } from './signatures.ts';
import type { World } from './world.ts';

export class Discord {
  readonly log = new Log();
  readonly faults = new Faults();
  readonly limits = new RateLimits();
  /** Rates other than a route's own, by "METHOD /template". */
  readonly rates = new Map<string, Rate>();
  readonly commands: Commands;
  readonly messages: Messages;
  readonly interactions: Interactions;
  readonly answers: Answers;
  readonly gateway: Gateway;
  private readonly rest: Rest;

  /** `origin` is the sandbox's own address, known once it listens. */
  constructor(
    readonly world: World,
    readonly files: Files,
    readonly origin: () => string,
    settings: GatewaySettings,
    limitMs: number,
  ) {
    this.commands = new Commands(world);
    this.messages = new Messages(world, files);
    this.interactions = new Interactions(
      world,
      this.commands,
      origin,
      (interaction, via) => this.send(interaction, via),
      limitMs,
    );
    this.answers = new Answers(world, this.messages, this.interactions);
    this.gateway = new Gateway(world, this.log, origin, settings);
    this.rest = new Rest(this);
  }

  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    return this.rest.handle(request, response, url);
  }

  /** Hands an interaction to the application, once, on the wanted transports. */
  async send(interaction: Interaction, via?: Via): Promise<void> {
    const way = via ?? (this.world.app.interactions_url ? 'http' : 'gateway');
    if (way !== 'http') this.sendToGateway(interaction);
    if (way !== 'gateway') await this.sendByHttp(interaction);
  }

  private sendToGateway({ record, payload }: Interaction): void {
    this.gateway.dispatch({
      name: 'INTERACTION_CREATE',
      guildId: record.guild_id,
      intents: 0,
      data: () => payload,
    });
  }

  /** Rejects when the answer is none; what it says is carried out. */
  private async sendByHttp(interaction: Interaction): Promise<void> {
    const { id } = interaction.record;
    const url = this.world.app.interactions_url;
    if (!url) throw new Error('no interactions address is set');
    const note = (status: number, json: unknown, refused: string | null): void =>
      this.log.add({ kind: 'post', interaction_id: id, status, json, refused });
    let answer;
    try {
      const key = privateKeyOf(this.world.app.private_key);
      answer = await postInteraction(url, key, interaction.payload, this.interactions.limitMs);
    } catch (error) {
      note(0, null, (error as Error).message);
      throw error;
    }
    const { status, body } = answer;
    if (status === 202) return note(status, null, null);
    try {
      if (status !== 200 || !body) throw new Error(`answered ${status}`);
      this.answers.apply(this.interactions.answerable(id, interaction.record.token), body);
      note(status, body.json, null);
    } catch (error) {
      note(
        status,
        body?.json,
        error instanceof ApiError ? JSON.stringify(error.body) : String(error),
      );
      if (interaction.state === 'sent') throw error;
    }
  }

  /** Posts an interaction with something wrong about its signature; the status it was answered. */
  async forge(interaction: Interaction, how: Forgery): Promise<number> {
    const { interactions_url, private_key } = this.world.app;
    if (!interactions_url) throw new Error('no interactions address is set');
    const key = privateKeyOf(private_key);
    return postForged(interactions_url, key, interaction.payload, how, this.interactions.limitMs);
  }

  /** Sets (or takes away) the interactions address; throws where Discord would not accept it. */
  async setInteractionsUrl(url: string | null): Promise<void> {
    if (url !== null) {
      const { app } = this.world;
      const why = await probe(
        url,
        privateKeyOf(app.private_key),
        app.id,
        this.interactions.limitMs,
      );
      if (why) throw new Error(`the interactions address could not be verified: ${why}`);
    }
    this.world.app.interactions_url = url;
    this.world.changed({ type: 'presence_update' });
  }

  async end(): Promise<void> {
    this.interactions.clear();
    await this.gateway.end();
  }
}
