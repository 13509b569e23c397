"""Every field of every type of record comes back as it was stored."""

from dataclasses import is_dataclass, replace
from importlib import import_module
from typing import Any

import pytest

from chalicelib.access.brake import Brake, HeldPerson, HeldRun
from chalicelib.access.import_records import ImportChoices, ImportRun
from chalicelib.access.migration import (
    Migration,
    Move,
)
from chalicelib.adapters.dynamo.places import place_of
from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.figures import DayFigures
from chalicelib.catalog.media_hook import MediaHook
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.enforcement.downloads.model import (
    CountedDownload,
    DownloadWatch,
    DownloadWeek,
)
from chalicelib.enforcement.model import Sighting
from chalicelib.enforcement.records.appeal import OpenAppeal
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.records.usage import WeekUse
from chalicelib.insights.own_look import OwnLook
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.records import Insert
from chalicelib.membership.outage import Gift, Outage
from chalicelib.payments.ledger import CreditBalance, LedgerEntry
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.marks import PayerMark
from chalicelib.payments.rules.referrals import Referral
from chalicelib.settings.community_model import DiscordSettings, RequestSystemSettings
from chalicelib.settings.limit_model import LimitSettings
from chalicelib.subscriptions.trials import TrialPlaces, TrialUse
from chalicelib.users.holds import DownloadHold
from infra.tools.files import ROOT
from tests.contract.stores.full_records import FULL
from tests.contract.stores.plain_records import PLAIN
from tests.contract.stores.worlds import World

# Kept inside another record.
PARTS = {Sighting}


@pytest.mark.parametrize("record", [*PLAIN, *FULL], ids=lambda record: type(record).__name__)
def test_a_record_comes_back_as_it_was(world: World, record: Any):
    world.database.commit(Insert(record))

    expected = replace(record, version=1) if hasattr(record, "version") else record
    assert world.read(record) == expected


def test_every_type_of_record_has_a_place_and_is_tried():
    topics = (path.parent.name for path in (ROOT / "chalicelib").glob("*/model.py"))
    models = [import_module(f"chalicelib.{topic}.model") for topic in topics]
    types = {each for model in models for each in vars(model).values() if isinstance(each, type)}
    records = {each for each in types if is_dataclass(each) and hasattr(each, "identity")}
    elsewhere = {AuditEntry, Agreement, LedgerEntry, CreditBalance, PayerMark}
    elsewhere |= {Referral, Discount, DiscountUse, WaitEntry, TrialPlaces, TrialUse}
    elsewhere |= {ImportChoices, ImportRun, Brake, HeldRun, HeldPerson, Migration, Move}
    elsewhere |= {DiscordSettings, RequestSystemSettings}
    elsewhere |= {DeviceWatch, HourFigures, OwnLook, SharingScore, WeekUse}
    elsewhere |= {DayFigures, Outage, Gift, LimitSettings, MediaHook}
    elsewhere |= {CountedDownload, DownloadHold, DownloadWatch, DownloadWeek, OpenAppeal}

    assert {type(record) for record in PLAIN} == records - PARTS | elsewhere
    assert all(place_of(record) for record in PLAIN)
