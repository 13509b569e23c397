import type { Server, ServerInput } from "@/api/types";

/** What can be set of a server, as it is now: to change one thing and leave the rest. */
export function changesOf(server: Server): ServerInput {
  return {
    is_enabled: server.is_enabled,
    allows_new: server.allows_new,
    allows_trials: server.allows_trials,
    max_users: server.max_users,
    location_id: server.location_id,
    logs_activity: server.logs_activity,
    allows_4k_transcoding: server.allows_4k_transcoding,
    enforcement_mode: server.enforcement_mode,
    version: server.version,
  };
}
