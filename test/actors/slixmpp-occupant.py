# Somebody in a room with another implementation of the protocol, slixmpp. Orders come in and what happens goes out as lines of JSON.
import asyncio
import json
import sys

import slixmpp

MUC_USER = "http://jabber.org/protocol/muc#user"
STANZA_ID = "urn:xmpp:sid:0"

settings = json.loads(sys.argv[1])
room, nick = slixmpp.JID(settings["room"]), settings["nickname"]


def tell(event, **what):
    print(json.dumps({"event": event, **what}), flush=True)


class Occupant(slixmpp.ClientXMPP):
    def __init__(self):
        super().__init__(settings["address"], settings["password"])
        for plugin in ("xep_0030", "xep_0045", "xep_0425"):
            self.register_plugin(plugin)
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("failed_auth", lambda _: tell("failed"))
        self.add_event_handler("groupchat_message", self.said)
        self.add_event_handler("groupchat_subject", lambda m: tell("subject", text=m["subject"], by=m["from"].resource))
        self.add_event_handler("groupchat_presence", self.present)
        self.add_event_handler("moderated_message", lambda m: tell("moderated", id=m["apply_to"]["id"], sender=m["from"].resource))

    async def started(self, _):
        self.send_presence()
        await self.get_roster()
        tell("ready")

    def said(self, message):
        if message["body"]:
            ids = [one.get("id") for one in message.xml.findall(f"{{{STANZA_ID}}}stanza-id")]
            tell("message", nickname=message["from"].resource, body=message["body"], id=ids[0] if ids else None)

    def present(self, presence):
        x = presence.xml.find(f"{{{MUC_USER}}}x")
        item = x.find(f"{{{MUC_USER}}}item") if x is not None else None
        codes = [int(one.get("code")) for one in x.findall(f"{{{MUC_USER}}}status")] if x is not None else []
        reason = item.findtext(f"{{{MUC_USER}}}reason") if item is not None else None
        role = item.get("role") if item is not None else None
        gone = presence["type"] == "unavailable"
        tell("presence", nickname=presence["from"].resource, gone=gone, role=role, codes=codes, reason=reason)

    async def obey(self, order):
        muc = self.plugin["xep_0045"]
        name = order["do"]
        try:
            if name == "join":
                muc.join_muc(room, nick)
            elif name == "say":
                self.send_message(mto=room, mbody=order["body"], mtype="groupchat")
            elif name == "subject":
                self.send_message(mto=room, msubject=order["text"], mtype="groupchat")
            elif name == "kick":
                await muc.set_role(room, order["nickname"], "none", reason=order["reason"])
            elif name == "moderate":
                await self.plugin["xep_0425"].moderate(room, order["id"], order["reason"])
            elif name == "roster":
                tell("roster", nicknames=sorted(muc.get_roster(room)))
                return
            tell("done", order=name)
        except slixmpp.exceptions.IqError as error:
            tell("refused", order=name, condition=error.condition)


async def orders(client):
    reader = asyncio.StreamReader()
    await client.loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        await client.obey(json.loads(line))
    await client.disconnect()
    client.loop.stop()


client = Occupant()
client.ca_certs = settings["ca"]
client.connect(address=(settings["host"], settings["port"]))
# The loop itself holds tasks only weakly.
task = client.loop.create_task(orders(client))
client.loop.run_forever()
