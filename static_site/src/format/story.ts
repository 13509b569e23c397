import type { AuditEntry, LedgerLine, PaymentStory, Webhook } from "@/api/types";
import { formatMoney } from "./money";
import { humanize } from "./words";

/** One thing that happened to a payment, from whichever book tells it. */
export interface StoryEvent {
  readonly key: string;
  readonly at: string;
  readonly title: string;
  readonly why: string;
  readonly who: string;
  /** Money, credit and time that it moved, each with its sign. */
  readonly moved: readonly string[];
  readonly isLoss: boolean;
}

const DAY = 86_400;
const HOUR = 3_600;

/** Everything that happened, oldest first: what the ledger and the log both tell comes once. */
export function tellStory(of: PaymentStory): readonly StoryEvent[] {
  const told = new Set(of.ledger.map(momentOf));
  const events = [
    ...of.webhooks.map(ofWebhook),
    ...of.ledger.map(ofLine),
    ...of.audit.filter((each) => !told.has(momentOf(each))).map(ofAudit),
  ];
  return events.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Write seconds of paid time with their sign: `+30 days`, `−1 day 4 h`. */
export function formatSpan(seconds: number): string {
  const sign = seconds < 0 ? "−" : "+";
  const left = Math.abs(seconds);
  const days = Math.floor(left / DAY);
  const hours = Math.round((left % DAY) / HOUR);
  const parts = [
    days ? `${days} ${days === 1 ? "day" : "days"}` : "",
    hours ? `${hours} h` : "",
  ].filter(Boolean);
  return sign + (parts.join(" ") || `${Math.round(left / 60)} min`);
}

/** Write who acts the way people say it: `gateway:stripe` is Stripe itself. */
export function nameActor(actor: string): string {
  const [kind = "", name = ""] = actor.split(":");
  switch (kind) {
    case "login":
      return "An administrator";
    case "gateway":
      return humanize(name);
    case "schedule":
      return "The hourly sync";
    case "page":
      return "The customer's return";
    default:
      return humanize(kind);
  }
}

/** A change that is in both books was written in one commit, by the same actor. */
function momentOf(each: LedgerLine | AuditEntry): string {
  return `${each.at} ${each.actor}`;
}

const TITLES: Record<string, string> = {
  payment: "Payment booked",
  added: "More money came",
  refund: "Refund booked",
  dispute: "Dispute",
  dispute_won: "Dispute over",
  time: "Time bought",
  moved: "Taken back",
  credit: "Store credit",
  credit_used: "Store credit used",
  referral: "Referral bonus",
};

function ofLine(line: LedgerLine): StoryEvent {
  const moved = [
    line.money && line.money.minor !== 0 && signed(line.money),
    line.credit && `${signed(line.credit)} credit`,
    line.seconds !== 0 && formatSpan(line.seconds),
  ].filter((each) => typeof each === "string");
  const minor = (line.money?.minor ?? 0) + (line.credit?.minor ?? 0);
  return {
    key: line.id,
    at: line.at,
    title: TITLES[line.kind] ?? humanize(line.kind),
    why: line.user_label ? `${line.why} — ${line.user_label}` : line.why,
    who: nameActor(line.actor),
    moved,
    isLoss: minor < 0 || (minor === 0 && line.seconds < 0),
  };
}

function ofAudit(entry: AuditEntry): StoryEvent {
  return {
    key: entry.id,
    at: entry.at,
    title: humanize(entry.action.replace(/^payment\./, "")),
    why: entry.why,
    who: nameActor(entry.actor),
    moved: [],
    isLoss: false,
  };
}

function ofWebhook(webhook: Webhook): StoryEvent {
  return {
    key: webhook.event_id,
    at: webhook.received_at,
    title: "Webhook",
    why: `${webhook.kind}: ${humanize(webhook.outcome).toLowerCase()}`,
    who: "",
    moved: [],
    isLoss: false,
  };
}

function signed(money: { minor: number; currency: string }): string {
  const sign = money.minor < 0 ? "−" : "+";
  return sign + formatMoney({ ...money, minor: Math.abs(money.minor) });
}
