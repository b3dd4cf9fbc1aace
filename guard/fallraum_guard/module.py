"""The module as Synapse loads it: each of its questions is answered from memory (public Module API only).

Synapse asks no module about kicks, about membership that another server tells, nor about joins and
invitations by its own administrators. Those are for the room's own rules and for the hub.
"""

import time
from collections.abc import Mapping
from typing import Any

from synapse.events import EventBase
from synapse.module_api import NOT_SPAM, ModuleApi
from synapse.module_api.errors import Codes, ConfigError

from fallraum_guard import config, rules
from fallraum_guard.forgetting import Forgetting
from fallraum_guard.line import Line
from fallraum_guard.lists import Lists
from fallraum_guard.rules import CaseRoom, Names, Reason, Said
from fallraum_guard.words import sentences

WATCHED_EVERY_MS = 1000
# Guests are asked in while a room is being made, before the hub can know what it is called.
A_MOMENT = 0.1
NEW_ROOMS_PATIENCE = 20
# Rooms of which it is remembered who made them; then all of them are looked up anew.
MOST_MAKERS = 100_000

PASSES: str = NOT_SPAM
Answer = str | tuple[Codes, dict[str, Any]]


class Guard:
    """`module: fallraum_guard.module.Guard`."""

    def __init__(self, settings: config.Config, api: ModuleApi) -> None:
        self._api = api
        self._names = Names(api.server_name)
        self.lists = Lists(time.monotonic())
        self._words = sentences(settings.language)
        self._is_hubs: dict[str, bool] = {}
        api.register_spam_checker_callbacks(
            check_event_for_spam=self.check_event,
            user_may_join_room=self.check_join,
            user_may_invite=self.check_invite,
            federated_user_may_invite=self.check_federated_invite,
            user_may_send_3pid_invite=self.check_third_party_invite,
            user_may_create_room=self.check_new_room,
            user_may_create_room_alias=self.check_alias,
            user_may_publish_room=self.check_publishing,
            check_username_for_spam=self.is_hidden,
        )
        Forgetting(api).begin()
        line = Line(api, settings, self.lists)
        # Every worker judges, so every worker listens.
        api.run_as_background_process("fallraum_guard", line.listen, bg_start_span=False)
        api.looping_background_call(line.watch, WATCHED_EVERY_MS, run_on_all_instances=True)

    @staticmethod
    def parse_config(settings: Mapping[str, object]) -> config.Config:
        """Read the settings; Synapse does not start with wrong ones, and says why."""
        try:
            return config.read(settings)
        except ValueError as error:
            raise ConfigError(str(error)) from None

    async def check_event(self, event: EventBase) -> Answer:
        """Every event that is sent here, and every one that another server hands over."""
        room = await self._case_room(event.room_id)
        if room is None:
            return PASSES
        said = Said(event.sender, event.type, event.is_state(), event.content)
        return self._answer(rules.sending(self._names, room, said, time.time()))

    async def check_join(self, user: str, room_id: str, _is_invited: bool) -> Answer:
        """A join by somebody of this homeserver."""
        room = await self._case_room(room_id)
        for _ in range(0 if self._names.is_hubs(user) else NEW_ROOMS_PATIENCE):
            if room is None or room.seats is not None or not room.is_fresh:
                break
            await self._api.sleep(A_MOMENT)
            room = await self._case_room(room_id)
        return self._answer(rules.joining(self._names, room, user, time.time()))

    async def check_invite(self, inviter: str, invitee: str, room_id: str) -> Answer:
        """An invitation by somebody of this homeserver."""
        return await self._check_inviting(inviter, room_id, invitee)

    async def check_federated_invite(self, event: EventBase) -> Answer:
        """An invitation of somebody of this homeserver by another one's; refused, it never comes to be."""
        return await self._check_inviting(event.sender, event.room_id, str(event.get_state_key()))

    async def check_third_party_invite(
        self, inviter: str, _medium: str, _address: str, room_id: str
    ) -> Answer:
        """An invitation by e-mail or telephone: whoever got it would come as somebody nobody named."""
        return await self._check_inviting(inviter, room_id)

    async def check_publishing(self, user: str, room_id: str) -> Answer:
        """A room is to stand in the public list."""
        return await self._check_inviting(user, room_id)

    async def check_new_room(self, user: str, wanted: Mapping[str, Any]) -> Answer:
        """A room is to be made, perhaps in another one's place."""
        created = wanted.get("creation_content")
        predecessor = created.get("predecessor") if isinstance(created, Mapping) else None
        replaced = predecessor.get("room_id") if isinstance(predecessor, Mapping) else None
        room = await self._case_room(replaced) if isinstance(replaced, str) else None
        return self._answer(rules.making(self._names, room, user))

    async def check_alias(self, user: str, _alias: object) -> Answer:
        """A room is to get another name."""
        return self._answer(rules.making(self._names, None, user))

    async def is_hidden(self, profile: Mapping[str, Any], _asking: str) -> bool:
        """Whether somebody is left out of what a search found."""
        return self._names.is_hidden(str(profile["user_id"]))

    async def _check_inviting(self, inviter: str, room_id: str, invitee: str = "") -> Answer:
        return self._answer(rules.inviting(self._names, await self._case_room(room_id), inviter, invitee))

    async def _case_room(self, room_id: str) -> CaseRoom | None:
        seats = self.lists.seats(room_id)
        if seats is None and not await self._is_made_by_the_hub(room_id):
            return None
        return CaseRoom(seats, self.lists.is_fresh(time.monotonic()))

    async def _is_made_by_the_hub(self, room_id: str) -> bool:
        # Who made a room never changes, so it is looked up once.
        if room_id not in self._is_hubs:
            state = await self._api.get_room_state(room_id, [("m.room.create", "")])
            made = state.get(("m.room.create", ""))
            if made is None:
                # It is only just coming to be here.
                return False
            if len(self._is_hubs) >= MOST_MAKERS:
                self._is_hubs.clear()
            self._is_hubs[room_id] = made.sender == self._names.steward
        return self._is_hubs[room_id]

    def _answer(self, reason: Reason | None) -> Answer:
        if reason is None:
            return PASSES
        # Synapse's own words would be "probable spam".
        return Codes.FORBIDDEN, {"error": self._words[reason], "fallraum_reason": reason.value}
