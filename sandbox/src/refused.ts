/** What a person (not the bot) is told when something cannot be done: shown as it is. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
