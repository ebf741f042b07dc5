// Discord's refusals: an HTTP status, a JSON code and a message.
// Source: Discord's page "Opcodes and Status Codes", JSON Error Codes.

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly extra: Record<string, unknown> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  get body(): Record<string, unknown> {
    return { message: this.message, code: this.code, ...this.extra };
  }
}

const TABLE = {
  unauthorized: [401, 0, '401: Unauthorized'],
  not_found: [404, 0, '404: Not Found'],
  method_not_allowed: [405, 0, '405: Method Not Allowed'],
  unknown_application: [404, 10002, 'Unknown Application'],
  unknown_channel: [404, 10003, 'Unknown Channel'],
  unknown_guild: [404, 10004, 'Unknown Guild'],
  unknown_member: [404, 10007, 'Unknown Member'],
  unknown_message: [404, 10008, 'Unknown Message'],
  unknown_user: [404, 10013, 'Unknown User'],
  unknown_webhook: [404, 10015, 'Unknown Webhook'],
  unknown_interaction: [404, 10062, 'Unknown interaction'],
  unknown_command: [404, 10063, 'Unknown application command'],
  wrong_application: [
    403,
    20012,
    'You are not authorized to perform this action on this application',
  ],
  too_many_commands: [400, 30032, 'Maximum number of application commands reached'],
  too_many_creates: [
    429,
    30034,
    'Max number of daily application command creates has been reached (200)',
  ],
  too_large: [413, 40005, 'Request entity too large'],
  acknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  blocked: [403, 40333, 'internal network error'],
  missing_access: [403, 50001, 'Missing Access'],
  not_author: [403, 50005, 'Cannot edit a message authored by another user'],
  empty_message: [400, 50006, 'Cannot send an empty message'],
  closed_dms: [403, 50007, 'Cannot send messages to this user'],
  missing_permissions: [403, 50013, 'Missing Permissions'],
  webhook_token: [401, 50027, 'Invalid Webhook Token'],
  api_version: [400, 50041, 'Invalid API version provided'],
  invalid_json: [400, 50109, 'The request body contains invalid JSON.'],
} as const satisfies Record<string, readonly [number, number, string]>;

export type Refusal = keyof typeof TABLE;

export function refuse(name: Refusal): ApiError {
  const [status, code, message] = TABLE[name];
  return new ApiError(status, code, message);
}
