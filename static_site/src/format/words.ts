import type { RequestSystemName, Term } from "@/api/types";

interface Word {
  readonly text: string;
  readonly color: string;
}

export type StatusKind = "standing" | "seen" | "payment" | "dispute" | "agreement" | "requestAccount" | "referral" | "heldRun" | "outage" | "gift" | "turn" | "job" | "inviteList" | "inviteLine" | "inviteRow" | "migration" | "move" | "share" | "decision" | "appeal" | "mode" | "health";

/** What the statuses of the API are called on screen; unknown ones are shown as they come. */
const WORDS: Record<StatusKind, Record<string, Word>> = {
  standing: {
    permanent: { text: "Permanent", color: "grape" },
    active: { text: "Active", color: "teal" },
    trial: { text: "Trial", color: "cyan" },
    upcoming: { text: "Upcoming", color: "blue" },
    expired: { text: "Expired", color: "orange" },
    never: { text: "Never paid", color: "gray" },
  },
  payment: {
    settled: { text: "Settled", color: "teal" },
    unmatched: { text: "Unmatched", color: "orange" },
    held: { text: "Held", color: "orange" },
    refunded: { text: "Refunded", color: "gray" },
    dismissed: { text: "Dismissed", color: "gray" },
    missing: { text: "Not in the books", color: "red" },
  },
  dispute: {
    open: { text: "Disputed", color: "red" },
    won: { text: "Dispute won", color: "teal" },
    lost: { text: "Dispute lost", color: "red" },
  },
  agreement: {
    pending: { text: "Not paid yet", color: "gray" },
    active: { text: "Renews", color: "teal" },
    ending: { text: "Cancelled", color: "orange" },
    failing: { text: "Payment failed", color: "red" },
    ended: { text: "Ended", color: "gray" },
  },
  requestAccount: {
    begun: { text: "Being opened", color: "blue" },
    open: { text: "Open", color: "teal" },
    disabled: { text: "Disabled", color: "orange" },
    absent: { text: "Not there", color: "gray" },
    closed: { text: "Removed", color: "gray" },
  },
  heldRun: {
    open: { text: "Waits for you", color: "orange" },
    left: { text: "Left for now", color: "gray" },
    going_on: { text: "Confirmed", color: "teal" },
  },
  outage: {
    ended: { text: "Being looked at", color: "blue" },
    open: { text: "Waits for you", color: "orange" },
    giving: { text: "Being given back", color: "blue" },
    compensated: { text: "Given back", color: "teal" },
    left: { text: "Nothing given", color: "gray" },
  },
  gift: {
    waiting: { text: "Not given", color: "gray" },
    given: { text: "Given", color: "teal" },
    passed: { text: "No user any more", color: "gray" },
  },
  seen: {
    new: { text: "Becomes a user", color: "teal" },
    joined: { text: "Share is noted", color: "blue" },
    changed: { text: "Name follows", color: "blue" },
    known: { text: "Known", color: "gray" },
    undecided: { text: "You decide", color: "orange" },
    blocked: { text: "Waits", color: "orange" },
    unsure: { text: "Unclear", color: "yellow" },
    left_alone: { text: "Left alone", color: "gray" },
  },
  turn: {
    waiting: { text: "Waiting", color: "blue" },
    offered: { text: "Seat offered", color: "orange" },
    buying: { text: "Buying", color: "teal" },
  },
  referral: {
    waiting: { text: "Has not paid yet", color: "blue" },
    granted: { text: "Bonus given", color: "teal" },
    taken_back: { text: "Bonus taken back", color: "orange" },
    refused: { text: "No bonus", color: "gray" },
  },
  job: {
    ready: { text: "Waiting", color: "blue" },
    running: { text: "Running", color: "indigo" },
    done: { text: "Done", color: "teal" },
    parked: { text: "Parked", color: "red" },
  },
  inviteList: {
    filling: { text: "Being written down", color: "gray" },
    running: { text: "Running", color: "indigo" },
    done: { text: "Done", color: "teal" },
  },
  inviteLine: {
    new: { text: "New", color: "teal" },
    known: { text: "Gets more time", color: "blue" },
    done: { text: "Invited before", color: "gray" },
    bad: { text: "Left out", color: "red" },
  },
  inviteRow: {
    waiting: { text: "Waiting", color: "blue" },
    invited: { text: "Invited", color: "teal" },
    known: { text: "Invited before", color: "gray" },
    refused: { text: "Not invited", color: "red" },
  },
  migration: {
    canary: { text: "First ones", color: "cyan" },
    running: { text: "Running", color: "indigo" },
    paused: { text: "Paused", color: "orange" },
    cancelling: { text: "Being cancelled", color: "orange" },
    cancelled: { text: "Cancelled", color: "gray" },
    done: { text: "Done", color: "teal" },
  },
  move: {
    waiting: { text: "Waiting", color: "blue" },
    moving: { text: "Being moved", color: "indigo" },
    placed: { text: "Invited", color: "cyan" },
    accepted: { text: "Accepted", color: "cyan" },
    left_source: { text: "Moved", color: "teal" },
    failed: { text: "Stays", color: "red" },
    undone: { text: "Brought back", color: "gray" },
  },
  share: {
    blocked: { text: "Blocked", color: "red" },
    planned: { text: "Being set up", color: "blue" },
    invited: { text: "Invited", color: "indigo" },
    accepted: { text: "Accepted", color: "teal" },
    lapsed: { text: "Invite lapsed", color: "orange" },
    removed: { text: "Removed", color: "gray" },
    leaving: { text: "Being deleted", color: "orange" },
    deleted: { text: "Deleted from the server", color: "gray" },
  },
  appeal: {
    open: { text: "Appeal open", color: "orange" },
    accepted: { text: "Appeal accepted", color: "teal" },
    rejected: { text: "Appeal rejected", color: "gray" },
  },
  decision: {
    stop: { text: "Stop", color: "red" },
    warn: { text: "Warning", color: "yellow" },
    unstoppable: { text: "Cannot be stopped", color: "orange" },
    ignored_stop: { text: "Went on after a stop", color: "orange" },
    no_plan: { text: "No active plan", color: "yellow" },
    excess: { text: "Over the allotment", color: "orange" },
    observed: { text: "Only observed", color: "blue" },
    ended: { text: "Had ended by itself", color: "gray" },
  },
  mode: {
    enforce: { text: "Enforced", color: "teal" },
    observe: { text: "Observed", color: "blue" },
    off: { text: "Off", color: "gray" },
  },
  health: {
    ok: { text: "OK", color: "teal" },
    attention: { text: "Attention", color: "orange" },
    broken: { text: "Broken", color: "red" },
    not_set_up: { text: "Not set up", color: "gray" },
  },
};

/** Return what became of a decision; what was only observed, or needed no stop, is told apart from what was done. */
export function decisionStatus({ kind, outcome }: { readonly kind: string; readonly outcome: string }): string {
  if (outcome === "observed only") return "observed";
  return outcome.startsWith("had ended by itself") ? "ended" : kind;
}

/** Return the word and colour for a status. */
export function describeStatus(kind: StatusKind, status: string): Word {
  return WORDS[kind][status] ?? { text: humanize(status), color: "gray" };
}

/** Return how a person stands; a trial that runs is told apart from paid time. */
export function readStanding(of: { readonly standing: string; readonly is_trial: boolean }): string {
  return of.is_trial && of.standing === "active" ? "trial" : of.standing;
}

/** Turn `reconcile_access` or `access.check` into `Reconcile access` or `Access check`. */
export function humanize(name: string): string {
  const words = name.replace(/[._-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Write a count with its noun: `1 stream`, `3 streams`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What kinds of library are called, by what is counted in them. */
const LIBRARY_KINDS: Record<string, string> = {
  movie: "Films",
  show: "Shows",
  artist: "Artists",
  photo: "Photos",
};

/** Return what is counted in libraries of a kind. */
export function nameLibraryKind(kind: string): string {
  return LIBRARY_KINDS[kind] ?? humanize(kind);
}

/** What the gateways and their accounts are called. */
const GATEWAYS: Record<string, string> = {
  stripe: "Stripe",
  paypal: "PayPal",
  paypal_secondary: "PayPal (second account)",
  plisio: "Plisio",
  manual: "Entered by hand",
};

/** Return what a gateway or one of its accounts is called. */
export function nameGateway(name: string): string {
  return GATEWAYS[name] ?? humanize(name);
}

/** What the request systems are called. */
export const REQUEST_SYSTEMS: Readonly<Record<RequestSystemName, string>> = {
  overseerr: "Overseerr",
  ombi: "Ombi",
  petio: "Petio",
};

/** What the platforms call the kinds of their libraries. */
const KINDS: Record<string, string> = {
  movie: "Movies",
  movies: "Movies",
  show: "TV shows",
  tvshows: "TV shows",
  artist: "Music",
  music: "Music",
  photo: "Photos",
  homevideos: "Home videos",
  musicvideos: "Music videos",
};

/** Return what a kind of library is called, alike on every platform. */
export function nameKind(kind: string): string {
  return KINDS[kind] ?? humanize(kind);
}

/** Write a term: `1 month`, `30 days`. */
export function formatTerm({ count, unit }: Term): string {
  return countOf(count, unit);
}

/** Write a list of names as a sentence part: `Movies, TV and Music`. */
export function joinNames(names: readonly string[]): string {
  return new Intl.ListFormat("en", { style: "long", type: "conjunction" }).format(names);
}

/** The built-in group whose libraries are never shared. */
export const PRIVATE_GROUP = "grp_private";
